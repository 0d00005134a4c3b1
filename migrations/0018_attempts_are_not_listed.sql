-- Attempts to sign in are counted (0015); nothing has read or written their list since.
drop table login_attempts;
