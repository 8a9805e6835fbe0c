# What every peer's `run` script shares (sourced, bash). A peer is a real server that the tests talk to:
# it listens on loopback only, keeps its state under target/testing/peers, and is stopped by pid and start time.
set -euo pipefail

HOST=127.0.0.1
TESTING="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
REPO="$(dirname "$TESTING")"

log() { printf '%s\n' "$*" >&2; }
die() { log "peer ${PEER:-?}: $*"; exit 1; }

# The account that runs servers which refuse root; empty when we are not root.
unprivileged() {
  [ "$(id -u)" = 0 ] || return 0
  local name
  for name in postgres nobody; do id -u "$name" >/dev/null 2>&1 && { echo "$name"; return 0; }; done
  die "root needs an unprivileged account to run servers as: none of postgres, nobody exists"
}
as_unprivileged() {
  local name; name="$(unprivileged)"
  if [ -z "$name" ]; then "$@"; else setpriv --reuid="$name" --regid="$(id -g "$name")" --clear-groups "$@"; fi
}

# Where peers live. A clone below a closed home folder (root's, say) is out of reach for the unprivileged
# account; then a folder of this clone's own in the temporary directory serves instead.
peers_home() {
  if [ -n "${PEERS_HOME:-}" ]; then echo "$PEERS_HOME"; return; fi
  local home="$REPO/target/testing/peers"
  mkdir -p "$home"
  as_unprivileged test -x "$home" || home="${TMPDIR:-/tmp}/coffeehouse-peers-$(printf '%s' "$REPO" | cksum | cut -d' ' -f1)"
  echo "$home"
}

# The moment a process started, in clock ticks since boot: with its pid, its name for good.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# alive PIDFILE: the process that we started still runs.
alive() {
  [ -s "$1" ] || return 1
  local pid since
  read -r pid since < "$1" || return 1
  [ -n "${since:-}" ] && [ "$(start_time "$pid")" = "$since" ]
}

# background PIDFILE LOG COMMAND...: runs it in a session of its own, so that neither a closed terminal nor
# the end of the tests' process group ends it. The lock (9) is not inherited.
background() {
  local pidfile="$1" log="$2" pid; shift 2
  setsid "$@" >>"$log" 2>&1 </dev/null 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(start_time "$pid")" > "$pidfile"
}

# end PIDFILE: ends that process and its group; first politely, after ten seconds for good.
end() {
  local pid _
  if alive "$1"; then
    read -r pid _ < "$1"
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq 100); do alive "$1" || break; sleep 0.1; done
    if alive "$1"; then kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$1"
}

tcp_open() { (exec 3<>"/dev/tcp/$HOST/$1") 2>/dev/null; }
# http_ok PORT PATH: the server answers 200 (no curl needed).
http_ok() (
  exec 3<>"/dev/tcp/$HOST/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$2" "$HOST" "$1" >&3
  read -r -t 5 _ status _ <&3 && [ "$status" = 200 ]
) 2>/dev/null

# free_ports FIRST COUNT: the first number from FIRST on, in steps of 20, with COUNT unused ports after it.
free_ports() {
  local base port
  for base in $(seq "$1" 20 $(($1 + 2000))); do
    for port in $(seq "$base" $((base + $2 - 1))); do tcp_open "$port" && continue 2; done
    echo "$base"; return 0
  done
  die "no $2 free ports in a row from $1 on"
}

# wait_until PIDFILE SECONDS COMMAND...: until it succeeds; gives up at once when the process is gone.
wait_until() {
  local pidfile="$1" deadline=$((SECONDS + $2)); shift 2
  until "$@" >/dev/null 2>&1; do
    alive "$pidfile" && [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# peer_main VERB: the functions peer_installed, peer_install, peer_start, peer_ready, peer_env and peer_stop
# come from the script. `start` installs what is missing without root, starts, waits until all is ready, and
# prints KEY=VALUE lines; a second `start` waits for the first and then only prints. `installed` prints where
# the programs are.
peer_main() {
  PEERS_HOME="$(peers_home)"; DIR="$PEERS_HOME/$PEER"
  mkdir -p "$DIR"
  case "${1:-}" in
    start | stop | reset | install) exec 9>"$PEERS_HOME/$PEER.lock"; flock 9 ;;
  esac
  case "${1:-}" in
    installed) peer_installed ;;
    install)   peer_installed || { peer_install >&2; peer_installed; } ;;
    start)
      if ! peer_ready; then
        peer_installed >/dev/null || peer_install >&2
        peer_start >&2
        peer_ready || die "did not become ready; its log is in $DIR"
      fi
      peer_env ;;
    ready) peer_ready ;;
    env)   peer_env ;;
    stop)  peer_stop >&2 ;;
    reset) peer_stop >&2; rm -rf "$DIR" ;;
    *) log "usage: $0 start|ready|env|stop|reset|install|installed"; exit 2 ;;
  esac
}
