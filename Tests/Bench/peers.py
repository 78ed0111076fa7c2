"""What a user would pick instead of Lockstep, each with the same string, ready to be asked for it.

Each function takes an ExitStack that ends what it starts, a folder of its own, the environment and the string, and
returns the command that prints the string and the environment for it. `Missing` says why one is not there.
"""

import shutil
import subprocess


class Missing(Exception):
    pass


def run(words, settings, given=""):
    words = [str(word) for word in words]
    if not shutil.which(words[0]):
        raise Missing(f"no {words[0]} here")
    done = subprocess.run(words, env=settings, input=given, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise Missing(f"{' '.join(words[:2])} failed: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout


def age(stack, folder, settings, string):
    """Decrypts one file; the key lies in a file beside it, as Lockstep's key file does."""
    run(["age-keygen", "-o", folder / "key"], settings)
    to = run(["age-keygen", "-y", folder / "key"], settings).strip()
    run(["age", "-r", to, "-o", folder / "token.age"], settings, string)
    return ["age", "-d", "-i", folder / "key", folder / "token.age"], settings


def password_store(stack, folder, settings, string):
    """`pass`, with an RSA key of 3072 bits (GnuPG's default) that has no passphrase, and gpg-agent running."""
    (folder / "gnupg").mkdir(mode=0o700)
    settings = settings | {"GNUPGHOME": str(folder / "gnupg"), "PASSWORD_STORE_DIR": str(folder / "store")}
    who = "bench@example.invalid"
    stack.callback(subprocess.run, ["gpgconf", "--kill", "all"], env=settings)
    run(["gpg", "--batch", "--passphrase", "", "--quick-generate-key", who, "default", "default", "0"], settings)
    run(["pass", "init", who], settings)
    run(["pass", "insert", "--multiline", "token"], settings, string)
    return ["pass", "show", "token"], settings


def secret_service(stack, folder, settings, string):
    """`secret-tool` and gnome-keyring with its login keyring unlocked, on a session bus of their own."""
    settings = settings | {"XDG_RUNTIME_DIR": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    # gnome-keyring-daemon reads its password from stdin. The session ends when `cat` does: when our end is closed.
    begin = """
        printf bench | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        echo "$DBUS_SESSION_BUS_ADDRESS"
        cat
    """
    if not shutil.which("dbus-run-session") or not shutil.which("gnome-keyring-daemon"):
        raise Missing("no dbus-run-session or no gnome-keyring-daemon here")
    session = subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", begin],
        env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    stack.callback(session.wait)
    stack.callback(session.stdin.close)
    settings = settings | {"DBUS_SESSION_BUS_ADDRESS": session.stdout.readline().strip()}
    run(["secret-tool", "store", "--label", "token", "name", "token"], settings, string)
    return ["secret-tool", "lookup", "name", "token"], settings


def keepassxc(stack, folder, settings, string):
    """`keepassxc-cli` with a key file, and its key derivation as quick as it lets it be made: 0.1 s, not 1 s."""
    place = ["--no-password", "--key-file", folder / "key", folder / "passwords.kdbx"]
    settings = settings | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    create = ["db-create", "--set-key-file", folder / "key", "--decryption-time", "100", folder / "passwords.kdbx"]
    run(["keepassxc-cli", *create], settings)
    run(["keepassxc-cli", "add", "--quiet", "--password-prompt", *place, "token"], settings, f"{string}\n{string}\n")
    show = ["show", "--quiet", "--show-protected", "--attributes", "Password"]
    return ["keepassxc-cli", *show, *place, "token"], settings
