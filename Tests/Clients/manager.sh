#!/bin/sh
# Runs a command beside a systemd of the user that owns HOME:   manager.sh HOME COMMAND...
# Root alone can: the manager gets a mount namespace, where /run says that systemd runs here, and a control group.
set -eu
if [ "${INSIDE:-}" = "" ]; then
    INSIDE=1 exec unshare --mount --propagation private -- "$0" "$@"
fi
unset INSIDE
export HOME="$1" XDG_RUNTIME_DIR=/run/manager
shift
owner=$(stat -c %u "$HOME")
mount --make-rshared / # the manager's children mount for their siblings
mount -t tmpfs none /run
mkdir -p /run/systemd/system
install -d -m 700 -o "$owner" "$XDG_RUNTIME_DIR"
groups=""
for tree in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
    [ -e "$tree/cgroup.procs" ] || continue
    group="$tree/lockstep-test-$$"
    groups="$groups $group"
    mkdir "$group"
    chown "$owner" "$group" "$group"/cgroup.procs
    echo $$ >"$group/cgroup.procs"
done
become="setpriv --reuid $owner --regid $owner --clear-groups --"
$become /usr/lib/systemd/systemd --user >"$HOME/systemd.log" 2>&1 &
manager=$!
finish() {
    kill "$manager" 2>/dev/null || true
    wait "$manager" || true
    for group in $groups; do
        echo $$ >"${group%/*}/cgroup.procs"
        find "$group" -depth -type d -exec rmdir {} \;
    done
}
trap finish EXIT
tries=0
until $become systemctl --user show-environment >/dev/null 2>&1; do
    kill -0 "$manager"
    tries=$((tries + 1))
    [ "$tries" -lt 100 ]
    sleep 0.1
done
$become "$@"
