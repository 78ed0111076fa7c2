"""Scripts/setup where packages are missing: as root, with sudo, and with neither."""

import pathlib
import subprocess
import tempfile
import unittest

SETUP = pathlib.Path(__file__).resolve().parents[2] / "Scripts" / "setup"
# What the script calls; each notes that it was called. `dpkg-query` knows all packages but these.
PROGRAMS = {
    "dpkg-query": 'case " $* " in *" {missing} "*) exit 1;; esac; echo installed',
    "apt-get": 'echo "apt-get by $WHO: $*" >>{log}; [ {apt} = works ]',
    "sudo": 'echo "sudo $1" >>{log}; [ {sudo} = allowed ] && WHO=root exec "$@"',
    "id": "echo {user}",
    "swift": "",
    "grep": 'exec /usr/bin/env -i /bin/grep "$@"',
    "env": 'for word; do case $word in *=*) export "${{word?}}"; shift;; *) break;; esac; done; exec "$@"',
}


class Setup(unittest.TestCase):
    def setup(self, missing, *words, user=1000, sudo="allowed", apt="works", without=()):
        """Runs the script; its exit code, what it said, and which programs it called."""
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            log = folder / "log"
            log.touch()
            for name, text in PROGRAMS.items():
                if name not in without:
                    program = folder / name
                    program.write_text("#!/bin/sh\n" + text.format(missing=missing, log=log, sudo=sudo, apt=apt, user=user) + "\n")
                    program.chmod(0o700)
            done = subprocess.run(
                ["/bin/sh", SETUP, *words], env={"PATH": str(folder), "WHO": "nobody"}, capture_output=True, text=True, check=False
            )
            return done.returncode, done.stderr, log.read_text()

    def test_a_missing_package_is_installed_with_sudo_and_by_root_without(self):
        code, said, called = self.setup("pkg-config")
        self.assertEqual(code, 0, said)
        self.assertRegex(called, "sudo env\napt-get by root: -q install -y .* pkg-config\n")
        code, said, called = self.setup("pkg-config", user=0, without=["sudo"])
        self.assertEqual((code, "install -y" in called, "sudo" in called), (0, True, False), said)

    def test_where_nobody_may_install_it_says_what_root_has_to_do(self):
        for more in ({"without": ["sudo"]}, {"sudo": "refused"}, {"apt": "fails"}, {"without": ["apt-get"]}):
            with self.subTest(more):
                code, said, called = self.setup("pkg-config", **more)
                self.assertEqual(code, 1, said)
                self.assertIn("needed and could not be installed: pkg-config\n", said)
                self.assertLessEqual(called.count("sudo"), 1)
                if "apt-get" not in more.get("without", []):
                    self.assertIn("apt-get install -y --no-install-recommends pkg-config\n", said)

    def test_what_is_only_nice_to_have_keeps_nobody(self):
        for more in ({"without": ["sudo"]}, {"sudo": "refused"}):
            code, said, called = self.setup("tmux", "clients", **more)
            self.assertEqual(code, 0, said)
            self.assertIn("are skipped: tmux\n", said)
        code, said, called = self.setup("tmux", "clients")
        self.assertEqual((code, "install -y --no-install-recommends tmux" in called), (0, True), said)


if __name__ == "__main__":
    unittest.main()
