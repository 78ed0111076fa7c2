#!/bin/sh
# Logs a user in by PAM, with the line of Docs/Services.md, in a mount namespace with users of its own:   login.sh HOME PREFIX PASSWORD TYPED
# Root alone can. HOME is the user's, and PREFIX where Lockstep is installed.
set -eu
if [ "${INSIDE:-}" = "" ]; then
    INSIDE=1 exec unshare --mount --propagation private -- "$0" "$@"
fi
home=$1 prefix=$2 password=$3 typed=$4
owner=$(stat -c %u "$home")
upper=$(mktemp -d)
mount -t tmpfs none "$upper"
mkdir "$upper/etc" "$upper/work"
mount -t overlay -o "lowerdir=/etc,upperdir=$upper/etc,workdir=$upper/work" overlay /etc
# Whoever has that number is this one here.
sed -i "/^[^:]*:[^:]*:$owner:/d" /etc/passwd
echo "somebody:x:$owner:$owner::$home:/bin/sh" >>/etc/passwd
echo "somebody:$(openssl passwd -6 "$password"):19000:0:99999:7:::" >>/etc/shadow
line=$(sed -n 's/^\(auth optional pam_exec.so .*\)$/\1/p' "$(dirname "$0")/../../Docs/Services.md")
{
    echo "@include common-auth"
    echo "$line" | sed "s|/usr/lib|$prefix/lib|"
} >/etc/pam.d/lockstep-test
# Sudo's and other people's variables are none of the vault's business.
echo "$typed" | LOCKSTEP_VAULT=/nowhere HOME=/root pamtester lockstep-test somebody authenticate
