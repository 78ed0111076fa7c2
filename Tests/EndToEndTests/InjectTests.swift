import TestSupport
import Testing

@Suite("Token strings in files and variables")
struct InjectTests {
    private func house() throws -> House {
        let house = try House()
        house.sh("for l in ci 'my label'; do lockstep create \"$l\" --scope linodes:ro --expiry 9d; done")
        return house
    }

    @Test("inject fills a template into a file that keeps its mode, whole or not at all")
    func inject() throws {
        let house = try house()
        let (ci, mine) = (
            house.sh("printf %s $(lockstep get ci)").out, house.sh("printf %s $(lockstep get 'my label')").out
        )
        house.sh(
            "printf 'a: lockstep://ci\\nb: \"{{ lockstep://my label }}\"\\n{{ other }}\\n' >$F/t; umask 000; echo old >$F/o; chmod 644 $F/o"
        )
        let said = house.sh(
            "lockstep inject -i $F/t -o $F/o && stat -c %a $F/o && cat $F/o && ls $F | grep new")
        #expect(said.out == "644\na: \(ci)\nb: \"\(mine)\"\n{{ other }}\n", "\(said)")
        #expect(house.sh("lockstep inject <$F/t").out == "a: \(ci)\nb: \"\(mine)\"\n{{ other }}\n")
        house.sh("printf 'x lockstep://ci lockstep://none' >$F/t2; echo old >$F/o2")
        #expect(house.sh("lockstep inject -i $F/t2 -o $F/o2").code == 4)
        #expect(house.sh("cat $F/o2; ls $F | grep -c 'o2.new'").out == "old\n0\n")
        #expect(house.sh("lockstep inject -i $F/none -o $F/o").code == 4)
        #expect(house.sh("lockstep inject -i $F/t -o $F/none/o").code == 11)
        #expect(house.sh("echo '{{ lockstep://ci' | lockstep inject").code == 2)
        #expect(house.sh("echo nothing | lockstep inject").out == "nothing\n")
    }

    @Test("inject writes into what is no regular file, follows links, and leaves no draft of a killed run")
    func places() throws {
        let house = try house()
        let ci = house.sh("printf %s $(lockstep get ci)").out
        house.sh("printf 'lockstep://ci' >$F/t; mkdir $F/real; ln -s real/o $F/o")
        house.sh("printf %s $(lockstep get ci) >$F/real/o.new-0123456789abcdef; chmod 600 $F/real/*")
        #expect(
            house.sh("lockstep inject -i $F/t -o $F/o && cat $F/real/o && ls $F/real && test -L $F/o").out
                == "\(ci)o\n")
        #expect(house.sh("lockstep inject -i $F/t -o /dev/null && test -c /dev/null").code == 0)
        let pipe = house.sh("mkfifo $F/p; lockstep inject -i $F/t -o $F/p & cat $F/p; wait $!; test -p $F/p")
        #expect(pipe.code == 0 && pipe.out == ci, "\(pipe)")
        for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
            #expect(house.sh("lockstep inject -i $F/t -o \(name)").out == ci)
            #expect(house.sh("{ echo a; lockstep inject -i $F/t -o \(name); } | cat").out == "a\n\(ci)")
        }
        let full = house.sh("lockstep inject -i $F/t -o /dev/full")
        #expect(full.code == 11 && full.err.contains("/dev/full") && !full.err.contains("No file"), "\(full)")
    }

    @Test(
        "inject refuses one file as template and output, whatever it is called",
        arguments: [
            "-i $F/t -o $F/t", "-i $F/t -o $F/link", "-i $F/hard -o $F/t", "-i $F/./t -o $F/hard",
            "-o $F/t <$F/t",
            "-i /dev/stdin -o $F/link <$F/t", "-i $F/t >>$F/t", "-i - -o /dev/stdout <$F/hard >>$F/t",
            "-i $F/p -o $F/p",
        ])
    func oneFile(_ words: String) throws {
        let house = try house()
        house.sh("printf 'lockstep://ci' >$F/t; ln -s t $F/link; ln $F/t $F/hard; mkfifo $F/p")
        let said = house.sh("lockstep inject \(words)")
        #expect(
            said.code == 2 && said.err.contains("same file") && house.sh("cat $F/t").out == "lockstep://ci",
            "\(said)")
        #expect(!house.sh("lockstep audit --event handed-out").out.contains("inject"))
    }

    @Test("inject hands nothing out when the output cannot be written")
    func refused() throws {
        let house = try house()
        house.sh("printf 'lockstep://ci' >$F/t; mkdir $F/d")
        for name in ["d", "none/o", "t/o"] {
            let said = house.sh("lockstep inject -i $F/t -o $F/\(name)")
            #expect(said.code == 11 && said.err.contains("\(house.path)/\(name)"), "\(said)")
        }
        #expect(!house.sh("lockstep audit --event handed-out").out.contains("inject"))
    }

    @Test("run takes variables from a file, and gives paths of files in memory that nobody can change")
    func run() throws {
        let house = try house()
        let ci = house.sh("printf %s $(lockstep get ci)").out
        house.sh("printf '# x\\nPLAIN=one two\\nEMPTY=\\nexport T=\"lockstep://ci\"\\n' >$F/env")
        let said = house.sh(
            "lockstep run --env-file $F/env --env U=ci -- sh -c 'echo \"$PLAIN|$EMPTY|$T|$U\"'")
        #expect(said.out == "one two||\(ci)|\(ci)\n", "\(said)")
        let file = house.sh(
            "lockstep run --file P=ci --file Q='my label' -- sh -c 'cat $P; echo; stat -Lc %a $P; sh -c \"cat \\$P\"; (echo x >$P) 2>/dev/null || echo kept; cat $Q | wc -c'"
        )
        #expect(file.out == "\(ci)\n400\n\(ci)kept\n64\n" || file.out == "\(ci)\n400\n\(ci)64\n", "\(file)")
        #expect(house.sh("lockstep run --file P=ci -- sh -c 'echo x >$P; cat $P'").out.hasSuffix(ci))
        #expect(house.sh("echo B >$F/env; lockstep run --env-file $F/env --env U=ci -- true").code == 2)
        #expect(house.sh("echo PATH=/x >$F/env; lockstep run --env-file $F/env --env U=ci -- true").code == 2)
        house.sh("printf 'A=1\\nT=lockstep://ci # the token\\nHTTPS_PROXY=http://evil.example\\n' >$F/env")
        let refused = house.sh("lockstep run --env-file $F/env -- touch $F/started")
        #expect(refused.code == 2 && refused.err.contains("Line 3 of '\(house.path)/env'"), "\(refused)")
        #expect(refused.err.contains("--allow-env HTTPS_PROXY") && house.sh("test -e $F/started").code == 1)
        #expect(
            house.sh("lockstep run --env-file $F/env --allow-env HTTPS_PROXY -- sh -c 'echo $HTTPS_PROXY $T'")
                .out
                == "http://evil.example \(ci)\n")
        house.sh("printf 'A=1\\nB=x lockstep://ci\\n' >$F/env")
        #expect(house.sh("lockstep run --env-file $F/env -- true").err.contains("Line 2 of"))
        house.sh("printf 'A=1\\nB=lockstep:// ci\\n' >$F/env")
        #expect(house.sh("lockstep run --env-file $F/env -- true").err.contains("Line 2 of"))
        #expect(house.sh("lockstep run --env-file $F/none --env U=ci -- true").code == 4)
        #expect(house.sh("lockstep run -- true").code == 2)
    }

    @Test(
        "a terminal gets no token string unasked",
        .enabled(if: House.can("script -qec true /dev/null"), "needs script"))
    func terminal() throws {
        let house = try house()
        let ci = house.sh("printf %s $(lockstep get ci)").out
        let said = house.sh("script -qec 'lockstep get ci' /dev/null")
        #expect(said.code == 2 && !said.out.contains(ci) && said.out.contains("--reveal"), "\(said)")
        #expect(house.sh("script -qec 'lockstep get ci --reveal' /dev/null").out.contains(ci))
        #expect(house.sh("script -qec 'echo lockstep://ci | lockstep inject' /dev/null").code == 2)
        for name in ["/dev/tty", "/dev/stdout"] {
            let said = house.sh("script -qec 'echo lockstep://ci | lockstep inject -o \(name)' /dev/null")
            #expect(said.code == 2 && !said.out.contains(ci) && said.out.contains("is a terminal"), "\(said)")
        }
    }
}
