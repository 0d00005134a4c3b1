-- Files that staff bring into a class: each is known by its hash, so that what is there already isn't sent again, and what broke
-- off in the middle goes on.

alter table studio_assets
    add column uploader uuid,
    -- SHA-256 of the whole file, as its uploader said; whoever reads the file compares.
    add column sha256 bytea check (length(sha256) = 32),
    -- The upload in parts under way in object storage; null once the file lies there whole.
    add column upload text;
create unique index one_asset_a_file on studio_assets (session_id, sha256);
