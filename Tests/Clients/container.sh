#!/bin/sh
# Stands in for `docker run`, where there is no docker: understands what Docs/CI.md gives it. The root is read-only and made of this
# system's /usr. It needs no privileges, but a kernel that gives ordinary users namespaces; who calls it is root in there.
set -eu
if [ "${INSIDE:-}" = "" ]; then
    [ "$1 $2" = "run --rm" ]
    CALLER=$(id -u):$(id -g)
    export CALLER
    INSIDE=$(mktemp -d)
    export INSIDE
    trap 'rmdir "$INSIDE"' EXIT
    unshare --user --map-root-user --mount -- "$0" "$@"
    exit
fi
shift 2
root=$INSIDE
mount -t tmpfs -o mode=755 none "$root"
for folder in usr dev proc; do
    mkdir "$root/$folder"
    mount --rbind "/$folder" "$root/$folder"
done
for link in bin lib lib64; do ln -s "usr/$link" "$root/$link"; done
mkdir "$root/etc" "$root/project" "$root/programs"
cp /etc/passwd /etc/group "$root/etc/"
cp "$LOCKSTEP_BUILT"/lockstep "$LOCKSTEP_BUILT"/lockstep-agent "$LOCKSTEP_BUILT"/lockstep-provider "$root/programs/"
# Programs that were built for tests have Swift's libraries elsewhere.
swift=$(ldd "$LOCKSTEP_BUILT/lockstep" | sed -n 's|.* => \(/.*\)/libswift[^/]*$|\1|p' | sort -u)
[ -z "$swift" ] || { mkdir -p "$root$swift" && mount --rbind "$swift" "$root$swift"; }
cp deploy "$root/project/"
given="PATH=/programs:/usr/bin"
while :; do
    case $1 in
        --read-only) ;;
        --tmpfs) mkdir -p "$root$2" && mount -t tmpfs -o mode=1777 none "$root$2" && shift ;;
        --user) [ "$2" = "$CALLER" ] && shift ;;
        --env) given="$given $2" && shift ;;
        --volume)
            from=${2%%:*} rest=${2#*:}
            [ "${rest#*:}" = ro ]
            to=$root${rest%:ro}
            mkdir -p "${to%/*}" && touch "$to" && mount --bind "$from" "$to" && mount -o remount,bind,ro "$to"
            shift
            ;;
        *) break ;;
    esac
    shift
done
shift # the image
mount -o remount,bind,ro "$root"
cd "$root"
# shellcheck disable=SC2086
exec env -i $given /usr/sbin/chroot . /bin/sh -c 'cd /project && exec "$@"' sh "$@"
