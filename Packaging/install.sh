#!/bin/sh
# Installs Lockstep from the folder that this lies in: as root in /usr/local, else in ~/.local.
#
#   ./install.sh [--prefix FOLDER]               installs; of an earlier version only what is still wanted stays
#   ./install.sh [--prefix FOLDER] --uninstall   removes exactly what was installed there
#
# Vaults, keys, logs and configuration are left alone.
set -eu
fail() {
    echo "install: $1" >&2
    exit "${2:-1}"
}
# Nobody may read the programs, as an ordinary user not even their owner: SECURITY.md says what that is worth.
if [ "$(id -u)" = 0 ]; then prefix=/usr/local mode=0711; else prefix=$HOME/.local mode=0111; fi
uninstall=no
while [ $# -gt 0 ]; do
    case $1 in
        --prefix)
            [ $# -gt 1 ] || fail "--prefix wants a folder" 2
            prefix=$2
            shift
            ;;
        --uninstall) uninstall=yes ;;
        -h | --help)
            sed -n '2,/^set/{/^set/d; s/^# \{0,1\}//; p;}' "$0"
            exit
            ;;
        *) fail "$1 is not understood; see --help" 2 ;;
    esac
    shift
done
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
case $prefix in *[\ %\|\&\\\"\'\$]*) fail "a unit of systemd cannot name a program in $prefix" 2 ;; esac

# One name a line, folders that were made with a slash at the end. Not in share/lockstep: in a home the vault is there.
list=lib/lockstep/installed
if [ $uninstall = yes ]; then
    [ -f "$prefix/$list" ] || fail "nothing was installed in $prefix by this: there is no $prefix/$list"
    # Backwards, a folder comes after what is in it. One in which there is something else stays.
    sort -r "$prefix/$list" | while IFS= read -r name; do
        case $name in */) rmdir "$prefix/$name" 2>/dev/null || true ;; *) rm -f "$prefix/$name" ;; esac
    done
    echo "Removed from $prefix." >&2
    exit
fi

new=$(mktemp)
trap 'rm -f "$new"' EXIT
make() { # FOLDER: makes it and those above it
    [ ! -d "$prefix/$1" ] || return 0
    case $1 in */*) make "${1%/*}" ;; esac
    mkdir "$prefix/$1"
    echo "$1/" >>"$new"
}
put() { # FILE PLACE
    make "${2%/*}"
    if [ -L "$1" ]; then
        ln -sfn "$(readlink "$1")" "$prefix/$2"
    else
        copy "$@"
    fi
    echo "$2" >>"$new"
}
copy() { # FILE PLACE
    case $1 in
        bin/*) install -m "$mode" "$1" "$prefix/$2" ;;
        share/*) install -m 0644 "$1" "$prefix/$2" ;;
        # What starts a program names it in its place.
        *)
            install -m "$([ -x "$1" ] && echo 0755 || echo 0644)" "$1" "$prefix/$2"
            sed "s|/usr/bin/lockstep|$prefix/bin/lockstep|g" "$1" >"$prefix/$2"
            ;;
    esac
}
umask 022
mkdir -p "$prefix"
cd "$(dirname "$0")"
[ ! -f "$prefix/$list" ] || grep '/$' "$prefix/$list" >"$new" || true
find bin lib share ! -type d | sort | while IFS= read -r name; do
    case $(id -u),$name in
        # The package's own place is only looked at beneath /usr.
        *,share/zsh/vendor-completions/*) put "$name" "share/zsh/site-functions/${name##*/}" ;;
        0,* | *,bin/* | *,share/*) put "$name" "$name" ;;
        # Where a user's systemd looks. What else is in lib only root can use.
        *,lib/systemd/user/*) put "$name" "share/systemd/user/${name##*/}" ;;
    esac
done
make "${list%/*}"
echo "$list" >>"$new"
if [ -f "$prefix/$list" ]; then
    grep -vxFf "$new" "$prefix/$list" | while IFS= read -r name; do rm -f "$prefix/$name"; done
fi
install -m 0644 "$new" "$prefix/$list"
echo "Installed in $prefix." >&2
# Of the shells only zsh has to be told where a home's completions are.
completions=$prefix/share/zsh/site-functions
# shellcheck disable=SC2016
if command -v zsh >/dev/null && ! zsh -fc 'print -rl -- $fpath' | grep -qxF "$completions"; then
    echo "For completion in zsh, put this line into ~/.zshrc, before compinit: fpath=($completions \$fpath)" >&2
fi
case ":$PATH:" in *:"$prefix/bin":*) ;; *) echo "Add its programs to PATH: PATH=$prefix/bin:\$PATH" >&2 ;; esac
