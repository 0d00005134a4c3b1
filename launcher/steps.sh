# Saying what happens: steps with their time, their progress while somebody waits, and one clear end where one fails.
# Sourced by ./lectern.

stop() { echo "lectern: $*" >&2 && exit 1; }

# step TEXT COMMAND…: runs the command and prints the text with the time it took; on failure the end of what it said.
step() {
  local text=$1 start=$EPOCHREALTIME status=0 log watcher
  shift
  log=$LOGS/${text//[^A-Za-z0-9.]/-}.log
  if [ -n "${BESIDE:-}" ]; then
    printf '%s\n%s\n' "$text" "$log" >"$BESIDE/$BASHPID"
  else
    watch_steps "$text" "$log" &
    watcher=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ -n "${BESIDE:-}" ]; then
    rm -f "$BESIDE/$BASHPID"
  else
    kill "$watcher" 2>/dev/null && wait "$watcher" 2>/dev/null || true
  fi
  [ ! -t 1 ] || printf '\r\033[K'
  local tenths=$(((${EPOCHREALTIME//[.,]/} - ${start//[.,]/}) / 100000))
  printf '%s\t%s\n' "$tenths" "$text" >>"$TIMES"
  if [ $status = 0 ]; then
    printf '  ✓ %-34s%6d.%d s\n' "$text" $((tenths / 10)) $((tenths % 10))
  else
    printf '  ✗ %s\n' "$text" && said "$log" | tail -n 40 >&2
    stop "this step failed; all it said is in $log"
  fi
}

# timed TEXT COMMAND…: as step, of a command that speaks for itself; what its test programs took is noted as well.
timed() {
  local text=$1 start=$EPOCHREALTIME status=0 log
  shift
  log=$LOGS/${text//[^A-Za-z0-9.]/-}.log
  "$@" 2>&1 | tee "$log" || status=$?
  printf '%s\t%s\n' $(((${EPOCHREALTIME//[.,]/} - ${start//[.,]/}) / 100000)) "$text" >>"$TIMES"
  awk -F'[/ )]+' '/^ +Running /{sub(/-[0-9a-f]+$/, "", $(NF-1)); program = $(NF-1)}
    match($0, /finished in [0-9.]+s/) {printf "%d\t  %s\n", substr($0, RSTART + 12, RLENGTH - 13) * 10, program}' "$log" |
    sort -rn | awk '$1 >= 50' >>"$TIMES"
  return $status
}

# What each step of this run took, of those that took a second.
say_times() {
  printf '\n  Where the time went:\n'
  awk -F'\t' '$1 >= 10 {printf "    %-36s%6.1f s\n", $2, $1 / 10}' "$TIMES"
}

# cargo_step TEXT COMMAND…: as step, for cargo, whose bar of units built of how many goes into its log.
cargo_step() { CARGO_TERM_PROGRESS_WHEN=always CARGO_TERM_PROGRESS_WIDTH=80 step "$@"; }

# together COMMAND…: runs several commands (functions of steps) side by side; where one fails the others are ended. What one
# exports the others don't see, nor we.
together() {
  local command lanes=() lane watcher status=0
  BESIDE=$(mktemp -d)
  for command in "$@"; do
    (trap '[ $? = 0 ] || touch "$BESIDE.failed"' EXIT && "$command") &
    lanes+=($!)
  done
  watch_steps &
  watcher=$!
  trap 'end_trees "$watcher" "${lanes[@]}" 2>/dev/null; rm -rf "$BESIDE" "$BESIDE.failed"; exit 143' TERM INT HUP
  for lane in "${lanes[@]}"; do
    # Not `wait -n`, which forgets who ended before it was called.
    while kill -0 "$lane" 2>/dev/null && [ ! -e "$BESIDE.failed" ]; do sleep 0.1; done
  done
  trap - TERM INT HUP
  end_trees "$watcher" 2>/dev/null
  [ ! -e "$BESIDE.failed" ] || { status=1 && end_trees "${lanes[@]}" 2>/dev/null; }
  wait "$watcher" 2>/dev/null || true
  for lane in "${lanes[@]}"; do wait "$lane" 2>/dev/null || status=1; done
  rm -rf "$BESIDE" "$BESIDE.failed" && unset BESIDE
  [ ! -t 1 ] || printf '\r\033[K'
  [ $status = 0 ] || exit 1
}

# Ends these processes with all that they started: each before its children, for good, since some (cargo-leptos) heed no kinder
# signal and start the next child when one ends.
end_trees() {
  local process children
  for process in "$@"; do
    children=$(cat "/proc/$process/task/$process/children" 2>/dev/null) || true
    kill -KILL "$process" 2>/dev/null || true
    end_trees $children
  done
}

# While steps run and we live: their seconds and how far they are. On a terminal each second, elsewhere a line a minute.
# [TEXT LOG]: of one step; without: of those that run side by side.
watch_steps() {
  local width every=60 seconds=0 line running
  [ ! -t 1 ] || every=1
  width=$(tput cols 2>/dev/null || echo 80)
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    seconds=$((seconds + 1))
    [ $((seconds % every)) = 0 ] || continue
    line="  … $seconds s"
    if [ $# -gt 0 ]; then
      line+="  $1  $(progress "$2")"
    else
      for running in "$BESIDE"/*; do line+="  $({ read -r text && read -r log && echo "$text $(progress "$log")"; } 2>/dev/null <"$running")"; done
    fi
    if [ -t 1 ]; then printf '\r\033[K%s' "${line:0:width-1}"; else echo "$line"; fi
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
