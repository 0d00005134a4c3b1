# Crates of others, compiled once a machine: what cargo made of them lies in the user's cache, as hard links where it can, and a
# fresh checkout begins with it. Whether it is still right cargo's fingerprints say, so that a build is the same without it.
# Sourced by ./lectern.

readonly CRATES=${XDG_CACHE_HOME:-$HOME/.cache}/lectern/crates

# What compiled crates come of. Those of another key are not taken, so that the cache never holds what nothing uses any more.
crates_key() {
  cat Cargo.lock rust-toolchain.toml .cargo/config.toml <(sed -n '/^\[profile/,$p' Cargo.toml) launcher/crates.sh | sha256sum | cut -c1-16
}

# Before the first build of a checkout.
take_crates() {
  local key
  [ ! -e "$TARGET/debug" ] || return 0
  key=$(crates_key)
  mkdir -p "$TARGET" && echo "$key" >"$TARGET/crates-key"
  if [ -d "$CRATES/$key" ]; then (step "compiled crates taken from the cache" link_tree "$CRATES/$key" "$TARGET") || rm -rf "$TARGET/debug" "$TARGET/wasm32-unknown-unknown"; fi
}

# After a build of a checkout that began empty with these very versions.
keep_crates() {
  local key
  key=$(crates_key)
  [ "$key" = "$(cat "$TARGET/crates-key" 2>/dev/null)" ] || return 0
  # What can't be kept is compiled again another time.
  (step "compiled crates kept in the cache" refill_cache "$key") || true
}

# The new content is put together beside the old and takes its place in one move: nobody ever finds half of it.
refill_cache() {
  local new=$CRATES/$1.$$ ours
  ours=$(our_names) && mkdir -p "$new" || return 1
  (
    cd "$TARGET" &&
      find debug/{deps,build,.fingerprint} wasm32-unknown-unknown/*/{deps,build,.fingerprint} -mindepth 1 -maxdepth 1 2>/dev/null |
      grep -vE "/(lib)?($ours)-[0-9a-f]{16}" >"$new.list"
    { xargs cp -al --parents -t "$new" <"$new.list" || xargs cp -a --parents -t "$new" <"$new.list"; } 2>/dev/null
  ) || return 1
  # A build's own intermediate files, which name the folder that they were made in.
  rm -rf "$new".list "$new"/debug/build/*/out/build
  find "$CRATES" -mindepth 1 -maxdepth 1 ! -path "$new" -exec rm -rf {} + && mv "$new" "$CRATES/$1"
}

# Files of fingerprints are copied: cargo writes into them.
link_tree() {
  cp -al "$1/." "$2" 2>/dev/null || cp -a "$1/." "$2" || return 1
  local folder
  for folder in "$2"/debug "$2"/wasm32-unknown-unknown/*; do
    [ ! -d "$folder/.fingerprint" ] || { cp -a "$folder/.fingerprint" "$folder/copied" && rm -rf "$folder/.fingerprint" && mv "$folder/copied" "$folder/.fingerprint"; }
  done
}

# The names of our packages and of what is built of them, as a pattern: those depend on the checkout's place.
our_names() {
  cargo metadata --no-deps --format-version 1 | node -e '
    const { packages } = JSON.parse(require("fs").readFileSync(0));
    const names = packages.flatMap((it) => [it.name, ...it.targets.map((target) => target.name)]);
    console.log([...new Set(names.flatMap((name) => [name, name.replaceAll("-", "_")]))].join("|"));'
}
