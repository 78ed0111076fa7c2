// Does one thing to a vault or its reading logs, so that it can be stopped in the middle: Crashing FOLDER VERB [NAME]
//
// Tests/Faults/logs.py runs it, since Lockstep's own programs let nobody trace them.
internal import Glibc
internal import Lifecycle

/// A line on stdout: what is told, and what of it.
func say(_ what: String, _ words: [String]) {
    let line = Array(([what] + words).joined(separator: " ").utf8) + [UInt8(ascii: "\n")]
    unsafe write(STDOUT_FILENO, line, line.count)
}

func run(_ verb: String, _ scene: Scene, _ name: String) throws {
    switch verb {
    case "make": try scene.make()
    case "change": try scene.seal("later", in: try scene.open())
    case "archive": say("archived", ["\(try scene.archive(as: name))"])
    case "retire": try scene.retire()
    case "repair": say("mended", ["\(try scene.repair())"])
    case "check": scene.check()
    case "churn": try scene.churn()
    case "tell": scene.tell()
    case "backup": try scene.backUp(as: name)
    case "keep": try scene.keep(in: name)
    case "prove": try scene.prove(name)
    case "restore": try scene.restore(name)
    case "accept": try scene.acceptOlder()
    default: exit(2)
    }
}

let words = CommandLine.arguments
guard words.count >= 3 else { exit(2) }
do { try run(words[2], Scene(words[1]), words.count > 3 ? words[3] : "archive") } catch {
    say("failed", ["\(error)"])
    exit(1)
}
