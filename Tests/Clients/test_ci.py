"""Docs/CI.md, line by line: what it has one write into a pipeline is run as a runner does, with nothing else in the environment."""

import base64
import pathlib
import re
import shutil
import subprocess
import tempfile
import textwrap
import unittest

from sandbox import BUILT, SandboxTest

HERE = pathlib.Path(__file__).resolve().parent
PAGE = (HERE.parents[1] / "Docs" / "CI.md").read_text()
DEPLOY = """#!/bin/sh
echo "${#LINODE_TOKEN} ${LOCKSTEP_KEY-no key} $(cat | wc -c)"
[ -z "${TELL-}" ] || echo "$LINODE_TOKEN"
"""


def block(kind, of):
    """The block of that kind below a heading."""
    return re.search(rf"^## {of}$.*?^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]


def namespaces():
    """Whether this user may have namespaces of its own."""
    return subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True).returncode == 0


class CI(SandboxTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.folder / "token").write_text(cls.token)
        (cls.folder / "home").mkdir()
        words = block("sh", "Once, on your machine").replace("lockstep login", f"<{cls.folder}/token lockstep login --token-stdin")
        code, cls.key, err = cls.shell(cls(), ["bash", "-e"], words, cls.folder, LOCKSTEP_LINODE_URL=cls.url)
        assert code == 0, err

    def shell(self, shell, script, folder, **settings):
        """Runs a script as a runner does, which starts from nothing."""
        with tempfile.TemporaryDirectory(dir=self.folder) as home:
            env = {"HOME": home, "PATH": f"{BUILT}:/usr/bin:/bin", "CI": "true", **settings}
            ended = subprocess.run(["env", "-i", *(f"{name}={value}" for name, value in env.items()), *shell, "-c", script],
                                   cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # fmt: skip
        return ended.returncode, ended.stdout, ended.stderr

    def checkout(self, mode):
        """The project, as a runner has fetched it."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copyfile(self.folder / "ci.db", folder / "ci.db")
        (folder / "deploy").write_text(DEPLOY)
        for path in (folder, folder / "ci.db", folder / "deploy"):
            path.chmod(mode)
        (folder / "deploy").chmod(0o755)
        return folder

    def expect_deployed(self, ended):
        self.assertEqual(ended[:2], (0, "64 no key 0\n"), ended[2])

    def test_the_key_is_32_bytes(self):
        self.assertEqual(base64.b64decode(self.key), (self.folder / "ci.key").read_bytes())
        self.assertEqual(len(base64.b64decode(self.key)), 32)

    def test_a_step_of_github_actions(self):
        step = textwrap.dedent(block("yaml", "GitHub Actions").split("run: |\n")[1])
        shell, folder = ["bash", "--noprofile", "--norc", "-eo", "pipefail"], self.checkout(0o755)
        self.expect_deployed(self.shell(shell, step, folder, LOCKSTEP_KEY=self.key))
        code, out, err = self.shell(shell, step.replace("lockstep run", "lockstep run --mask"), folder, LOCKSTEP_KEY=self.key, TELL="yes")
        self.assertEqual((code, len(out.splitlines())), (0, 2), err)
        self.assertNotRegex(out, "[0-9a-f]{40}")
        self.assertEqual(self.shell(shell, step, folder, LOCKSTEP_KEY=base64.b64encode(bytes(32)).decode())[0], 3)
        # Where it lies, it is refused.
        where = re.sub(r'"\$vault/ci.db"', "ci.db", step)
        self.assertEqual(self.shell(shell, where, folder, LOCKSTEP_KEY=self.key)[0], 9)

    def test_a_job_of_gitlab_in_any_shell(self):
        script = "\n".join(line.strip()[2:] for line in block("yaml", "GitLab CI").split("script:\n")[1].splitlines())
        self.expect_deployed(self.shell(["sh", "-e"], script, self.checkout(0o777), LOCKSTEP_KEY=self.key))

    def test_a_vault_that_is_a_secret_itself(self):
        make, restore = re.findall("```sh\n(.*?)```", PAGE.split("## Where you cannot commit the vault")[1], re.DOTALL)[:2]
        secret = self.shell(["sh", "-e"], make, self.folder)[1]
        self.assertLess(len(secret), 12_000)
        script = re.sub("- install .*", lambda _: "- " + restore.strip(), block("yaml", "GitLab CI"))
        (folder := self.checkout(0o777)).joinpath("ci.db").unlink()
        script = "\n".join(line.strip()[2:] for line in script.split("script:\n")[1].splitlines())
        self.expect_deployed(self.shell(["sh", "-e"], script, folder, LOCKSTEP_KEY=self.key, LOCKSTEP_CI_VAULT=secret))

    def test_what_hands_out_needs_no_provisioning_token(self):
        self.assertEqual(self.ask("DELETE", "/v4/profile/tokens/1", token=self.token)[0], 200)
        step = textwrap.dedent(block("yaml", "GitHub Actions").split("run: |\n")[1])
        self.expect_deployed(self.shell(["bash", "-e"], step, self.checkout(0o755), LOCKSTEP_KEY=self.key))

    @unittest.skipUnless(namespaces(), "this user may have no namespaces")
    def test_a_container_with_read_only_mounts(self):
        folder = self.checkout(0o755)
        shutil.copy(self.folder / "ci.key", folder)
        (folder / "ci.db").chmod(0o600)
        (folder / "bin").mkdir()
        (folder / "bin" / "docker").symlink_to(HERE / "container.sh")
        settings = {"PATH": f"{folder}/bin:/usr/bin:/bin:/usr/sbin", "LOCKSTEP_BUILT": BUILT}
        command = block("sh", "A container")
        self.expect_deployed(self.shell(["sh", "-e"], command, folder, **settings))
        nowhere = command.replace("--tmpfs /tmp", "")
        self.assertEqual(self.shell(["sh", "-e"], nowhere, folder, **settings)[0], 11)
        self.expect_deployed(self.shell(["sh", "-e"], nowhere.replace("--no-input", "--no-input --unlogged"), folder, **settings))
        changing = re.sub("run ci/deploy.*", "rename ci/deploy ci/other --no-input", command)
        self.assertNotEqual(self.shell(["sh", "-e"], changing, folder, **settings)[0], 0)


if __name__ == "__main__":
    unittest.main()
