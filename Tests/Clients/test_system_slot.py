"""A slot that the system seals: with a TPM that swtpm plays over a loopback port. Another TPM, or one in another state, opens nothing."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import unittest

from format2.slots import SYSTEM
from lockstep import LockstepTest
from reader import verified
from sandbox import BUILT
from waiting import eventually

NEEDED = ["systemd-creds", "swtpm", "tpm2_pcrextend", "tpm2_flushcontext"]
LIBRARIES = ["libtss2-esys.so.0", "libtss2-rc.so.0", "libtss2-mu.so.0", "libtss2-tcti-swtpm.so.0"]


def lacking():
    """What is not installed here, or what of it does not work."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    folders = [pathlib.Path("/usr/lib"), *pathlib.Path("/usr/lib").glob("*-linux-gnu")]
    missing += [name for name in LIBRARIES if not any((folder / name).exists() for folder in folders)]
    if missing:
        return "not here: " + ", ".join(missing)
    version = subprocess.run(["systemd-creds", "--version"], capture_output=True, text=True).stdout
    return "" if "+TPM2" in version else "systemd-creds was built without TPM2"


def two_ports():
    """The first of two that nobody has: the library expects the control channel behind the one for commands."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                two.bind(("127.0.0.1", port + 1))
                return port


class TPM:
    """One that swtpm plays, with its state in a folder."""

    def __init__(self, test, name):
        self.folder = test.folder / name
        self.folder.mkdir(exist_ok=True)
        self.port = two_ports()
        self.process = subprocess.Popen(
            ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={self.folder}", "--flags", "startup-clear",
             "--server", f"type=tcp,port={self.port},bindaddr=127.0.0.1",
             "--ctrl", f"type=tcp,port={self.port + 1},bindaddr=127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        test.addClassCleanup(self.stop)
        self.device = f"swtpm:host=127.0.0.1,port={self.port}"
        eventually(self.answers, "swtpm answers")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def answers(self):
        return self.tool("tpm2_pcrread", "sha256:7").returncode == 0

    def tool(self, *words):
        # It keeps one connection after the other; a session that systemd-creds has left would stay in it.
        surroundings = {"PATH": os.environ["PATH"], "TPM2TOOLS_TCTI": self.device, "TSS2_LOG": "all+NONE"}
        return subprocess.run(words, env=surroundings, capture_output=True, timeout=60)

    def forget_sessions(self):
        for kind in ("-l", "-s", "-t"):
            self.tool("tpm2_flushcontext", kind)

    def extend(self, register, text):
        digest = subprocess.run(["sha256sum"], input=text, capture_output=True).stdout.split()[0].decode()
        assert self.tool("tpm2_pcrextend", f"{register}:sha256={digest}").returncode == 0


@unittest.skipIf(lacking(), lacking())
class SystemSlot(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_one()
        cls.tpm = TPM(cls, "tpm")
        cls.tpm.extend(7, b"boot")
        cls.sealed = cls.slot(cls(), "--tpm2-pcrs", "7")

    def slot(self, *more):
        before = self.slots()
        self.lockstep("slot", "add", "system", *more, settings={"LOCKSTEP_TPM2_DEVICE": self.tpm.device})
        self.tpm.forget_sessions()
        return next(slot for slot in self.slots() if slot not in before)

    def slots(self):
        return [slot["id"] for slot in json.loads(self.lockstep("slot", "list", "--json"))["slots"]]

    def by(self, tpm, *words):
        """What lockstep says that nothing but this TPM opens the vault for."""
        tpm.forget_sessions()
        settings = self.settings | {"LOCKSTEP_KEY_FILE": "", "LOCKSTEP_TPM2_DEVICE": tpm.device}
        return self.run_program(BUILT / "lockstep", *words, "--no-input", env=settings)

    def test_it_opens_with_its_tpm_and_slot_test_says_so(self):
        self.assertEqual(self.by(self.tpm, "get", "one"), (0, self.string + "\n", ""))
        code, _, said = self.by(self.tpm, "slot", "test")
        self.assertEqual(code, 0)
        self.assertIn("system", said)

    def test_the_second_reader_opens_it_from_the_page(self):
        self.tpm.forget_sessions()
        with verified(self.vault, (SYSTEM, [f"--tpm2-device={self.tpm.device}"])) as vault:
            self.assertTrue(vault.slots_whole)

    def test_another_tpm_does_not_open_it_and_the_reason_is_told(self):
        other = TPM(type(self), "other")
        other.extend(7, b"boot")
        code, out, said = self.by(other, "get", "one")
        self.assertEqual((code, out), (3, ""))
        self.assertIn("This machine did not open the vault's system credential: systemd-creds:", " ".join(said.split()))
        self.assertEqual(json.loads(self.by(other, "show", "one", "--json")[2])["error"]["code"], "sealing")

    def test_a_register_that_has_changed_does_not_open_it_and_one_that_it_is_not_bound_to_does(self):
        self.tpm.extend(9, b"another kernel")
        self.assertEqual(self.by(self.tpm, "get", "one")[:2], (0, self.string + "\n"))
        changed = TPM(type(self), "changed")
        key = self.folder / "key"
        vault = self.folder / "changed.vault" / "vault.db"
        settings = {"LOCKSTEP_VAULT": str(vault), "LOCKSTEP_TPM2_DEVICE": changed.device, "LOCKSTEP_KEY_FILE": str(key)}
        self.lockstep("init", "--recovery-file", self.folder / "changed.recovery", settings=settings)
        changed.extend(7, b"boot")
        self.lockstep("slot", "add", "system", "--tpm2-pcrs", "7", settings=settings)
        changed.forget_sessions()
        settings |= {"LOCKSTEP_KEY_FILE": ""}
        self.lockstep("slot", "test", "--no-input", settings=settings)
        changed.forget_sessions()
        changed.extend(7, b"something else")
        self.lockstep("slot", "test", "--no-input", settings=settings, expect=3)

    def test_no_tpm_no_device_of_the_vaults_choosing_and_another_way_in(self):
        settings = self.settings | {"LOCKSTEP_KEY_FILE": "", "LOCKSTEP_TPM2_DEVICE": "swtpm:host=127.0.0.1,port=1"}
        code, _, said = self.run_program(BUILT / "lockstep", "get", "one", "--no-input", env=settings)
        self.assertEqual(code, 3, said)
        self.assertEqual(self.lockstep("get", "one").strip(), self.string)

    @unittest.skipIf(os.geteuid() == 0, "root may use systemd's host key")
    def test_the_host_key_is_refused_to_an_ordinary_user_with_what_to_do(self):
        before = self.slots()
        code, _, said = self.run_program(BUILT / "lockstep", "slot", "add", "system", "--with-key", "host", env=self.settings)
        said = " ".join(said.split())
        if code == 0:
            self.skipTest("systemd gives its host key to ordinary users here")
        self.assertEqual(code, 3)
        self.assertIn("The system did not seal the credential: systemd-creds:", said)
        self.assertIn("Docs/Services.md", said)
        self.assertEqual(self.slots(), before)

    def test_what_cannot_be_is_a_usage_error(self):
        for words in (["--with-key", "null"], ["--tpm2-pcrs", "24"], ["--tpm2-pcrs", "7,8"], ["--with-key", "host", "--tpm2-pcrs", "7"]):
            self.lockstep("slot", "add", "system", *words, expect=2)
