"""A sandbox, vaults of any size and their agents, in a temporary folder: all of it is gone when the house is left.

What is started here sees neither the caller's home nor a variable of Lockstep's or Linode's.
"""

import contextlib
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

BUILT = pathlib.Path(os.environ["LOCKSTEP_BUILT"])
CLIENTS = pathlib.Path(sys.executable).parent

# So that what is below is cleaned up after a SIGTERM, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class House:
    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.held = tempfile.TemporaryDirectory(prefix="lockstep-bench-", ignore_cleanup_errors=True)
        self.folder = pathlib.Path(self.held.name)
        self.vaults = []
        self.settings = {
            "HOME": str(self.folder),
            "PATH": f"{BUILT}:{CLIENTS}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        port, token = self.folder / "port", self.folder / "token"
        places = ["--port-file", port, "--token-file", token]
        self.sandbox = subprocess.Popen(
            [BUILT / "lockstep-sandbox", *places, "--rate", "1000000", *self.options], stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 20
        while not (port.exists() and port.read_text().strip()):
            if self.sandbox.poll() is not None or time.monotonic() > deadline:
                sys.exit("bench: the sandbox did not start")
            time.sleep(0.02)
        self.host = "127.0.0.1:" + port.read_text().strip()
        self.token = token.read_text().strip()
        self.settings["LOCKSTEP_LINODE_URL"] = "http://" + self.host
        return self

    def __exit__(self, *_):
        for vault in self.vaults:
            subprocess.run([BUILT / "lockstep", "agent", "stop"], env=vault.settings, stderr=subprocess.DEVNULL)
        self.sandbox.terminate()
        self.sandbox.wait()
        self.held.cleanup()

    def vault(self, name, tokens=0):
        """A vault that is logged in, with the tokens NAME/1, NAME/2, … that the provider does not know."""
        vault = Vault(self, name)
        self.vaults.append(vault)
        vault.lockstep("init", "--key-file", vault.key, "--recovery-file", f"{vault.key}.recovery")
        vault.lockstep("login", "--token-stdin", input=self.token)
        if tokens:
            run([BUILT / "Fill", vault.key, str(tokens), name], vault.settings)
            # Its large transactions leave a longer log than `create` does, and who opens a vault reads all of it.
            with contextlib.closing(sqlite3.connect(vault.path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return vault


class Vault:
    def __init__(self, house, name):
        self.name, self.key = name, house.folder / f"{name}.key"
        self.socket = house.folder / name / "agent" / "socket"
        self.path = house.folder / name / "vault.db"
        self.settings = house.settings | {
            "LOCKSTEP_VAULT": str(self.path),
            "LOCKSTEP_KEY_FILE": str(self.key),
            "LOCKSTEP_SOCKET": str(self.socket),
        }

    def lockstep(self, *words, **more):
        return run([BUILT / "lockstep", *words], self.settings, **more)

    def agent(self):
        """Starts an agent that holds the vault unlocked; the house stops it."""
        self.socket.parent.mkdir(mode=0o700)
        self.lockstep("agent", "start")


def run(words, settings, input=None):
    """Runs a program, which must succeed, and gives its stdout."""
    words = [str(word) for word in words]
    done = subprocess.run(words, env=settings, input=input, capture_output=True, text=True, timeout=900)
    if done.returncode:
        sys.exit(f"bench: {' '.join(words)}: failed with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout
