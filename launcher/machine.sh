# What a machine needs: each requirement with its proof and how to get it, in one table that ./lectern doctor prints and that
# every command checks before its first long step. Sourced by ./lectern.

# Where LiveKit, wasm-bindgen and cargo-leptos publish what they compiled.
readonly RELEASES=https://github.com
readonly OLDEST_NODE=20 OLDEST_GO=24 OLDEST_POSTGRES=14 NEEDED_GB=9

# requirement NAME: succeeds where it is there. Sets `text` (what it is), `packages` (Debian's that bring it, where they do) and
# `how` (how else to get it).
requirement() {
  text=$1 packages='' how=''
  case $1 in
    rustup) text="rustup" how="https://rustup.rs"; command -v rustup ;;
    compilers)
      text="C and C++ compilers, make, cmake" packages="build-essential cmake"
      compiles_cpp && cmake --version && make --version
      ;;
    node) text="Node.js $OLDEST_NODE or newer, npm" how="https://nodejs.org"; has_node ;;
    go)
      text="Go 1.$OLDEST_GO or newer, to build LiveKit" how="https://go.dev/dl, or livekit-server, or LIVEKIT_URL with its key and secret"
      [ -n "${LIVEKIT_URL:-}$(livekit)" ] || has_go
      ;;
    postgres)
      text="Postgres $OLDEST_POSTGRES or newer, or DATABASE_URL" packages="postgresql"
      [ -n "${DATABASE_URL:-}$(postgres_folder)" ]
      ;;
    model)
      text="the speech model, or a way to it" packages="python3-pip" how="LECTERN_SPEECH_MODEL: the path of a ggml file, or off"
      has_model || reaches_hub || python3 -m pip --version
      ;;
    chromium) text="Chromium" packages="chromium"; "$(browser)" --version ;;
    ffmpeg) text="ffmpeg" packages="ffmpeg"; ffmpeg -version ;;
    poppler) text="pdftoppm" packages="poppler-utils"; pdftoppm -v ;;
    redis) text="redis-server" packages="redis-server"; redis-server --version ;;
    room) text="$NEEDED_GB GB of disk for what is built" how="free some"; has_room ;;
    *) stop "no requirement is called $1" ;;
  esac >/dev/null 2>&1
}

# needs NAME…: checks all of them, installs what Debian's packages bring, and says all that lacks in one message.
needs() {
  local name lacking=() wanted=() text packages how
  for name in "$@"; do
    requirement "$name" && continue
    if [ -n "$packages" ] && installs_packages; then
      wanted+=($packages)
    else
      lacking+=("  ✗ $(printf '%-38s' "$text") ${packages:+apt-get install $packages}${packages:+${how:+, or }}$how")
    fi
  done
  [ ${#lacking[@]} = 0 ] || stop "$(printf 'this machine lacks:\n%s\n' "$(printf '%s\n' "${lacking[@]}")")"
  [ ${#wanted[@]} -gt 0 ] || return 0
  step "installed ${wanted[*]}" install_debian "${wanted[@]}"
  for name in "$@"; do
    requirement "$name" || stop "$text is missing still, though ${packages:-it} was installed"
  done
}

# Prints the whole table; fails where something lacks.
doctor() {
  local name missing=0 text packages how
  for name in rustup compilers node go postgres model room; do report "$name" || missing=1; done
  echo "  For ./lectern test:"
  for name in chromium ffmpeg redis; do report "$name" || missing=1; done
  look_built "firefox-esr, or end2end/firefox is skipped" command -v firefox-esr
  look_built "Java, or end2end/html is skipped" command -v java
  echo "  Built by ./lectern up where they are not there yet:"
  look_built "Rust $(rust_version)" has_toolchain
  look_built "wasm-bindgen $(wasm_bindgen_version)" test -n "$(wasm_bindgen)"
  look_built "cargo-leptos" test -n "$(tool cargo-leptos)"
  look_built "livekit-server" test -n "${LIVEKIT_URL:-$(livekit)}"
  # Nothing that lacks: most slides bring their letters, and most machines have no relay.
  has_cjk_fonts >/dev/null || printf '  – %-38s %s\n' "no Chinese, Japanese, Korean letters" "apt-get install fonts-noto-cjk, for slides that bring none"
  [ -n "${SMTP_URL:-}" ] || printf '  – %-38s %s\n' "mail is off" "SMTP_URL and MAIL_FROM turn it on (.env.example)"
  return $missing
}

report() {
  if requirement "$1"; then printf '  ✓ %s\n' "$text"; return; fi
  printf '  ✗ %-38s %s\n' "$text" "${packages:+apt-get install $packages}${packages:+${how:+, or }}$how"
  return 1
}

look_built() {
  local name=$1
  shift
  if "$@" >/dev/null 2>&1; then printf '  ✓ %s\n' "$name"; else printf '  – %s\n' "$name"; fi
}

# --- Proofs ----------------------------------------------------------------------------------------------------------

# With the standard library, which a compiler alone lacks on some machines.
compiles_cpp() {
  local folder status=0
  folder=$(mktemp -d)
  printf '#include <string>\n#include <stdlib.h>\nint main() { return std::string(1, 0)[0]; }\n' >"$folder/a.cpp"
  printf '#include <stdlib.h>\nint main(void) { return 0; }\n' >"$folder/a.c"
  c++ -o "$folder/a" "$folder/a.cpp" && cc -o "$folder/b" "$folder/a.c" || status=1
  rm -rf "$folder"
  return $status
}

has_node() { node -e "process.exit(process.versions.node.split('.')[0] < $OLDEST_NODE ? 1 : 0)" && npm --version; }

has_go() {
  local version
  version=$(go env GOVERSION) && version=${version#go1.} && [ "${version%%[.a-z]*}" -ge "$OLDEST_GO" ]
}

has_room() {
  local free
  [ -x "$TARGET/debug/lectern-server" ] && return
  mkdir -p "$TARGET" && free=$(df -Pk "$TARGET" | awk 'NR == 2 {print int($4 / 1000000)}') && [ "$free" -ge "$NEEDED_GB" ]
}

has_model() {
  [ "${LECTERN_SPEECH_MODEL:-}" = off ] || [ -f "${LECTERN_SPEECH_MODEL:-}" ] ||
    compgen -G "${LECTERN_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/lectern/models}/ggml-${LECTERN_SPEECH_MODEL:-tiny.en}.bin"
}

# The hub where the speech model's authors publish it; many school networks have a package mirror and nothing else.
reaches_hub() {
  local hub
  hub=$(sed -n 's/^const HUB: &str = "\(.*\)";$/\1/p' worker/src/speech/model/hub.rs)
  reaches "$hub/ggml-tiny.en.bin"
}

# Whether there is something at an address.
reaches() {
  node -e "fetch('$1', {method: 'HEAD', signal: AbortSignal.timeout(5000)}).then((it) => process.exit(it.ok ? 0 : 1), () => process.exit(1))"
}

go_architecture() { case $(uname -m) in x86_64) echo amd64 ;; aarch64) echo arm64 ;; *) uname -m ;; esac; }

# One of the families that crates/decks/src/fonts.rs looks for.
has_cjk_fonts() { compgen -G '/usr/share/fonts/*/*/*CJK*' || compgen -G '/usr/share/fonts/*/*/*[Dd]roid*allback*' || compgen -G '/usr/share/fonts/*/*/wqy*'; }

has_toolchain() {
  local parts
  parts=$(rustup component list --installed --toolchain "$(rust_version)" 2>/dev/null) || return 1
  [[ $parts == *clippy* && $parts == *rustfmt* && $parts == *rust-std-wasm32-unknown-unknown* ]]
}

installs_packages() { command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; }

install_debian() {
  apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# --- Where programs are ----------------------------------------------------------------------------------------------

rust_version() { sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml; }

# The newest that is there.
postgres_folder() {
  local found version
  for found in "${LECTERN_POSTGRES_BIN:-}" $(compgen -G '/usr/lib/postgresql/*/bin' | sort -rV) "$(dirname "$(command -v initdb || true)")"; do
    version=$("$found/postgres" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
    if [ -x "$found/initdb" ] && [ "${version:-0}" -ge "$OLDEST_POSTGRES" ]; then echo "$found" && return; fi
  done
}

# LiveKit's server: as set, on PATH, or built here.
livekit() {
  first_program "${LECTERN_LIVEKIT_SERVER:-}" "$(command -v livekit-server || true)" "$TOOLS/livekit-server-$LIVEKIT_VERSION/bin/server"
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

wasm_bindgen_version() { sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock; }

# The program must be of the very version of the crate.
wasm_bindgen() {
  local version found
  version=$(wasm_bindgen_version)
  for found in "$(command -v wasm-bindgen || true)" "$TOOLS/wasm-bindgen-$version/bin/wasm-bindgen"; do
    if [ -x "$found" ] && [ "$("$found" --version)" = "wasm-bindgen $version" ]; then echo "$found" && return; fi
  done
}

# A program from crates.io, any version on PATH or the one built here.
tool() { first_program "$(command -v "$1" || true)" "$TOOLS/$1"-*/bin/"$1"; }

# Prints the first of these that is a program.
first_program() {
  local found
  for found in "$@"; do
    if [ -x "$found" ]; then echo "$found" && return; fi
  done
}

# --- Building them ---------------------------------------------------------------------------------------------------

build_tools() {
  has_toolchain ||
    step "Rust $(rust_version)" rustup toolchain install "$(rust_version)" --profile minimal -c rustfmt -c clippy -t wasm32-unknown-unknown
  take_crates
}

# What the page is put together with.
build_page_tools() {
  local version
  version=$(wasm_bindgen_version)
  [ -n "$(wasm_bindgen)" ] ||
    has_release wasm-bindgen/wasm-bindgen "$version/wasm-bindgen-$version-$(uname -m)-unknown-linux-musl.tar.gz" wasm-bindgen "$TOOLS/wasm-bindgen-$version"
  # wasm-bindgen's own lock file names a release that was withdrawn.
  [ -n "$(wasm_bindgen)" ] || build_tool wasm-bindgen-cli "$(wasm_bindgen_version)" "wasm-bindgen-$(wasm_bindgen_version)"
  [ -n "$(tool cargo-leptos)" ] ||
    has_release leptos-rs/cargo-leptos "v$CARGO_LEPTOS_VERSION/cargo-leptos-$(uname -m)-unknown-linux-gnu.tar.gz" cargo-leptos "$TOOLS/cargo-leptos-$CARGO_LEPTOS_VERSION"
  build_crate cargo-leptos "$CARGO_LEPTOS_VERSION"
}

build_livekit() {
  [ -n "$(livekit)" ] ||
    has_release livekit/livekit "v$LIVEKIT_VERSION/livekit_${LIVEKIT_VERSION}_linux_$(go_architecture).tar.gz" livekit-server "$TOOLS/livekit-server-$LIVEKIT_VERSION" server
  [ -n "$(livekit)" ] ||
    step "LiveKit $LIVEKIT_VERSION built" env GOBIN="$TOOLS/livekit-server-$LIVEKIT_VERSION/bin" \
      go install -ldflags=-w "github.com/livekit/livekit-server/cmd/server@v$LIVEKIT_VERSION"
}

# has_release REPOSITORY PATH PROGRAM FOLDER [NAME]: fetches a program as its authors compiled it, into FOLDER/bin/NAME. Where their
# releases can't be reached, or what comes doesn't run, nothing is there and we compile it.
has_release() {
  local url=$RELEASES/$1/releases/download/$2
  reaches "$url" || return 0
  (step "$3, as released" fetch_program "$url" "$3" "$4" "${5:-$3}") || true
}

fetch_program() {
  local folder found
  folder=$(mktemp -d)
  if fetch "$1" >"$folder/archive" && tar -xzf "$folder/archive" -C "$folder" && found=$(find "$folder" -type f -name "$2" | grep .) &&
    chmod +x "$found" && "$found" --version; then
    mkdir -p "$3/bin" && mv "$found" "$3/bin/$4"
  else
    rm -rf "$folder" && return 1
  fi
  rm -rf "$folder"
}

# Prints what is at an address.
fetch() {
  node -e "fetch('$1').then(async (it) => { if (!it.ok) throw it.status; for await (const part of it.body) process.stdout.write(part); }).catch((why) => { console.error(why); process.exit(1); })"
}

# Says to what is started where LiveKit's server is.
use_livekit() {
  LECTERN_LIVEKIT_SERVER=$(livekit)
  export LECTERN_LIVEKIT_SERVER
}

# build_crate NAME VERSION: a program from crates.io, where no version of it is there.
build_crate() {
  [ -n "$(tool "$1")" ] || build_tool "$1" "$2" "$1-$2" --locked
}

# build_tool CRATE VERSION FOLDER [--locked]: compiled quickly rather than well, since it is used little.
build_tool() {
  cargo_step "$1 $2 built" env CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=false CARGO_TARGET_DIR="$TARGET/tools" \
    cargo install "$1" --version "$2" "${@:4}" --root "$TOOLS/$3"
}

# Socket.IO and Centrifugo, which the bench starts itself.
build_live_peers() {
  LECTERN_SOCKET_IO=$TOOLS/socket.io-$SOCKET_IO_VERSION
  LECTERN_CENTRIFUGO=$TOOLS/centrifugo-$CENTRIFUGO_VERSION/bin/centrifugo
  export LECTERN_SOCKET_IO LECTERN_CENTRIFUGO
  [ -d "$LECTERN_SOCKET_IO/node_modules/socket.io" ] ||
    step "Socket.IO $SOCKET_IO_VERSION" npm install --prefix "$LECTERN_SOCKET_IO" --no-audit --no-fund "socket.io@$SOCKET_IO_VERSION"
  [ -x "$LECTERN_CENTRIFUGO" ] || step "Centrifugo $CENTRIFUGO_VERSION built" build_centrifugo
}

# What boards are measured beside, with what it needs.
fetch_board_peer() {
  export LECTERN_EXCALIDRAW=$TOOLS/excalidraw-$EXCALIDRAW_VERSION
  [ -d "$LECTERN_EXCALIDRAW/node_modules/@excalidraw/excalidraw" ] ||
    step "Excalidraw $EXCALIDRAW_VERSION" npm install --prefix "$LECTERN_EXCALIDRAW" --no-audit --no-fund \
      "@excalidraw/excalidraw@$EXCALIDRAW_VERSION" "react@$REACT_VERSION" "react-dom@$REACT_VERSION"
}

# Its module can't be installed by name and version alone: a module of its own asks for it.
build_centrifugo() (
  local module=github.com/centrifugal/centrifugo/v5
  mkdir -p "$(dirname "$LECTERN_CENTRIFUGO")" && cd "$(dirname "$LECTERN_CENTRIFUGO")" &&
    printf 'module peer\n\ngo 1.22\n\nrequire %s v%s\n' "$module" "$CENTRIFUGO_VERSION" >go.mod &&
    go build -mod=mod -o centrifugo "$module"
)
