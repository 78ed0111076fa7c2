"""A user's systemd with the units as they are installed: it starts the agent, and fetches credentials from it."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from rooted import needs_root
from sandbox import BUILT
from unprivileged import UnprivilegedTest, can_become, give

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent


def manager_runs():
    """Whether root can run a user's systemd in a mount namespace of its own."""
    if os.geteuid() != 0 or not can_become() or not all(map(shutil.which, ("systemd-run", "systemctl", "unshare"))):
        return False
    with tempfile.TemporaryDirectory() as folder:
        give(folder)
        return subprocess.run([HERE / "manager.sh", folder, "true"], capture_output=True).returncode == 0


@needs_root("it starts a manager in a control group and a mount namespace of its own")
@unittest.skipUnless(manager_runs(), "no systemd can be run here")
class Manager(UnprivilegedTest):
    """A user's systemd with the units as root installs them, which start the agent when somebody asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        units, cls.prefix = cls.folder / ".config" / "systemd" / "user", cls.folder / "installed"
        for folder in (units, cls.folder / ".local" / "share" / "lockstep"):
            folder.mkdir(parents=True)
        (cls.folder / ".local" / "share" / "lockstep" / "vault.db").symlink_to(cls.vault)
        (cls.folder / ".config" / "lockstep").mkdir()
        shutil.copy(cls.folder / "key", cls.folder / ".config" / "lockstep" / "vault.key")
        give(*cls.folder.rglob("*"))
        subprocess.run([ROOT / "Scripts" / "install", "--prefix", cls.prefix], env=os.environ | {"LOCKSTEP_BUILT": str(BUILT)},
                       check=True, capture_output=True)  # fmt: skip
        # A user's systemd looks in /usr/lib and /usr/local/lib by itself.
        for unit in (cls.prefix / "lib" / "systemd" / "user").iterdir():
            shutil.copy(unit, units)

    def managed(self, script):
        """Runs a script beside the manager, in a shell that stops at the first failure."""
        surroundings = {"PATH": f"{self.prefix}/bin:{os.environ['PATH']}", "HOME": str(self.folder)}
        words = [HERE / "manager.sh", self.folder, "sh", "-euc", script]
        code, out, err = self.run_program(*words, env=surroundings)
        self.assertEqual(code, 0, out + err)
        return out

    def test_a_service_is_given_its_token_by_an_agent_that_its_asking_started(self):
        out = self.managed("""
            systemctl --user start lockstep-agent.socket lockstep-credentials.socket
            systemctl --user --quiet is-active lockstep-agent.service && exit 9
            export LOCKSTEP_SOCKET=$XDG_RUNTIME_DIR/lockstep/agent.sock
            LOCKSTEP_KEY_FILE=$HOME/.config/lockstep/vault.key lockstep unlock >&2
            systemctl --user --quiet is-active lockstep-agent.service
            systemd-run --user --quiet --wait --pipe --unit web \
                --property LoadCredential=one:$XDG_RUNTIME_DIR/lockstep/credentials.sock \
                sh -c 'stat -c %a $CREDENTIALS_DIRECTORY/one; cat $CREDENTIALS_DIRECTORY/one'
            LOCKSTEP_KEY_FILE=$HOME/.config/lockstep/vault.key lockstep audit --json >$HOME/told.json
            """)
        self.assertEqual(out, f"400\n{self.string}")
        # The reading log is where the agent has its state, and two writers' entries of one second come in either order.
        entries = json.loads((self.folder / "told.json").read_text())["entries"]
        told = [each["caller"]["unit"] for each in entries if each["detail"] == "credential systemd"]
        self.assertEqual(told[-1:], ["web.service"])

    def test_where_a_key_file_opens_the_vault_nobody_has_to_unlock(self):
        units = self.folder / ".config" / "systemd" / "user"
        line = re.search("^#(ExecStartPost=.*)$", (units / "lockstep-agent.service").read_text(), re.MULTILINE)[1]
        (units / "lockstep-agent.service.d").mkdir()
        self.addCleanup(shutil.rmtree, units / "lockstep-agent.service.d")
        (units / "lockstep-agent.service.d" / "unlock.conf").write_text(f"[Service]\n{line}\n")
        out = self.managed("""
            systemctl --user start lockstep-agent.socket lockstep-credentials.socket
            systemd-run --user --quiet --wait --pipe --unit web \
                --property LoadCredential=one:$XDG_RUNTIME_DIR/lockstep/credentials.sock \
                sh -c 'cat $CREDENTIALS_DIRECTORY/one'
            """)
        self.assertEqual(out, self.string)

    def test_a_label_with_a_slash_stands_in_a_unit_as_the_documentation_says(self):
        self.as_user(BUILT / "lockstep", "create", "ci/deploy", "--scope", "linodes:ro", "--expiry", "9d")
        string = self.as_user(BUILT / "lockstep", "get", "ci/deploy")[1]
        lines = ["[Service]", "Type=oneshot", "LoadCredential=ci%%2Fdeploy:%t/lockstep/credentials.sock",
                 "ExecStart=cp ${CREDENTIALS_DIRECTORY}/ci%%2Fdeploy %h/copied"]  # fmt: skip
        (self.folder / ".config" / "systemd" / "user" / "slash.service").write_text("\n".join(lines))
        self.managed("""
            systemctl --user start lockstep-agent.socket lockstep-credentials.socket
            export LOCKSTEP_SOCKET=$XDG_RUNTIME_DIR/lockstep/agent.sock
            LOCKSTEP_KEY_FILE=$HOME/.config/lockstep/vault.key lockstep unlock >&2
            systemctl --user start slash.service
            """)
        self.assertEqual((self.folder / "copied").read_text() + "\n", string)

    def test_a_unit_is_started_again_when_its_token_was_replaced(self):
        lines = ["[Service]", "LoadCredential=app:%t/lockstep/credentials.sock",
                 "ExecStart=sh -c 'cat $CREDENTIALS_DIRECTORY/app >>%h/given; echo >>%h/given; exec sleep 1000'"]  # fmt: skip
        (self.folder / ".config" / "systemd" / "user" / "app.service").write_text("\n".join(lines))
        self.as_user(BUILT / "lockstep", "create", "app", "--scope", "linodes:ro", "--expiry", "9d")
        first = self.as_user(BUILT / "lockstep", "get", "app")[1]
        # One that was replaced before anybody watched is told to nobody.
        self.managed("""
            systemctl --user start lockstep-agent.socket lockstep-credentials.socket
            export LOCKSTEP_SOCKET=$XDG_RUNTIME_DIR/lockstep/agent.sock LOCKSTEP_VAULT=$HOME/.local/share/lockstep/vault.db
            LOCKSTEP_KEY_FILE=$HOME/.config/lockstep/vault.key lockstep unlock >&2
            systemctl --user start app.service lockstep-watch@app.service
            for try in 1 2 3 4 5 6 7 8 9 10; do
                lockstep revoke app --yes >&2
                lockstep create app --scope linodes:ro --expiry 9d >&2
                for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                    [ "$(tail -n 1 $HOME/given)" != "$(lockstep get app --reveal)" ] || exit 0
                    sleep 0.1
                done
            done
            exit 7
            """)
        given = (self.folder / "given").read_text().splitlines()
        self.assertEqual((given[0], len(given) >= 2), (first.strip(), True))

    def test_a_grant_lets_one_unit_have_it(self):
        self.as_user(BUILT / "lockstep", "grant", "one", "--unit", "web.service")
        self.addCleanup(self.as_user, BUILT / "lockstep", "grant", "one", "--clear")
        out = self.managed("""
            systemctl --user start lockstep-agent.socket lockstep-credentials.socket
            export LOCKSTEP_SOCKET=$XDG_RUNTIME_DIR/lockstep/agent.sock
            LOCKSTEP_KEY_FILE=$HOME/.config/lockstep/vault.key lockstep unlock >&2
            for unit in web other; do
                systemd-run --user --quiet --wait --pipe --unit $unit \
                    --property LoadCredential=one:$XDG_RUNTIME_DIR/lockstep/credentials.sock \
                    sh -c 'cat $CREDENTIALS_DIRECTORY/one; echo' || echo refused
            done
            """)
        self.assertEqual(out, f"{self.string}\n\n")

    def test_a_unit_that_asks_through_lockstep_is_told_apart_by_its_control_group(self):
        self.as_user(BUILT / "lockstep", "grant", "one", "--unit", "web.service")
        self.addCleanup(self.as_user, BUILT / "lockstep", "grant", "one", "--clear")
        out = self.managed("""
            systemctl --user start lockstep-agent.socket
            export LOCKSTEP_SOCKET=$XDG_RUNTIME_DIR/lockstep/agent.sock LOCKSTEP_VAULT=$HOME/.local/share/lockstep/vault.db
            LOCKSTEP_KEY_FILE=$HOME/.config/lockstep/vault.key lockstep unlock >&2
            for unit in web other; do
                systemd-run --user --quiet --wait --pipe --unit $unit --setenv LOCKSTEP_SOCKET --setenv LOCKSTEP_VAULT \
                    --setenv PATH sh -c 'lockstep get one; echo $?'
            done
            """)
        self.assertEqual(out, f"{self.string}\n0\n5\n")

    def test_the_units_say_what_systemd_understands(self):
        for unit in sorted((self.prefix / "lib" / "systemd").rglob("lockstep-*")):
            with self.subTest(unit.name):
                user, name = ("--user", unit) if unit.parent.name == "user" else ("", str(unit).replace("@", "@somebody"))
                shutil.copy(unit, self.folder / pathlib.Path(name).name)
                out = self.managed(f"systemd-analyze {user} --man=no verify $HOME/{pathlib.Path(name).name} 2>&1 || true")
                self.assertEqual([line for line in out.splitlines() if "ockstep" in line], [])

    def test_the_agent_of_a_system_service_is_as_closed_as_it_can_be(self):
        unit = self.folder / "lockstep-agent@somebody.service"
        shutil.copy(self.prefix / "lib" / "systemd" / "system" / "lockstep-agent@.service", unit)
        out = self.managed(f"systemd-analyze --no-pager --offline=true --threshold=20 security {unit}")
        self.assertIn(" OK ", out.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
