# Saying what happens: steps with their time, their progress while somebody waits, and one clear end where one fails.
# Sourced by ./lectern.

stop() { echo "lectern: $*" >&2 && exit 1; }

# step TEXT COMMAND…: runs the command and prints the text with the time it took; on failure the end of what it said.
step() {
  local text=$1 start=$EPOCHREALTIME status=0 log watcher
  shift
  log=$LOGS/${text//[^A-Za-z0-9.]/-}.log
  watch_step "$text" "$log" &
  watcher=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$watcher" 2>/dev/null && wait "$watcher" 2>/dev/null || true
  [ ! -t 1 ] || printf '\r\033[K'
  local tenths=$(((${EPOCHREALTIME//[.,]/} - ${start//[.,]/}) / 100000))
  if [ $status = 0 ]; then
    printf '  ✓ %-34s%6d.%d s\n' "$text" $((tenths / 10)) $((tenths % 10))
  else
    printf '  ✗ %s\n' "$text" && said "$log" | tail -n 40 >&2
    stop "this step failed; all it said is in $log"
  fi
}

# cargo_step TEXT COMMAND…: as step, for cargo, whose bar of units built of how many goes into its log.
cargo_step() { CARGO_TERM_PROGRESS_WHEN=always CARGO_TERM_PROGRESS_WIDTH=80 step "$@"; }

# While a step runs and we live: its seconds and how far it is. On a terminal each second, elsewhere a line a minute.
watch_step() {
  local width every=60 seconds=0 line
  [ ! -t 1 ] || every=1
  width=$(tput cols 2>/dev/null || echo 80)
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    seconds=$((seconds + 1))
    if [ $((seconds % every)) = 0 ]; then
      line="  … $1  $seconds s  $(progress "$2")"
      if [ -t 1 ]; then printf '\r\033[K%s' "${line:0:width-1}"; else echo "$line"; fi
    fi
  done
}

# How far a log has come: cargo's "312/640 crates", or its last line.
progress() {
  local last units
  last=$(tail -c 2000 "$1" 2>/dev/null | tr '\r' '\n')
  units=$(grep -oE ' [0-9]+/[0-9]+: ' <<<"$last" | tail -n 1 | tr -d ' :') || true
  if [ -n "$units" ]; then echo "$units crates"; else grep -v '^ *$' <<<"$last" | tail -n 1; fi
}

# A log without the bars that cargo drew into it.
said() { tr '\r' '\n' <"$1" | sed 's/\x1b\[[0-9;]*[A-Za-z]//g' | grep -vE '^ *(Building|Updating|Downloading)? *(\[[=> ]*\].*)?$' || true; }
