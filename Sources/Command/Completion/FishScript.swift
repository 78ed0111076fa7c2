extension CompletionScript {
    /// fish takes a candidate a line, with what there is to say of it behind a tab, as the answers have them.
    static let fish = #"""
        # fish completion for lockstep, made by: lockstep completion fish
        function __lockstep_complete
            set -l before (commandline -opc)
            set -l current (commandline -ct | string unescape)
            set -l answer (lockstep complete -- $before[2..-1] "$current" 2>/dev/null)
            set -l kind (string split ' ' -- "$answer[1]")
            switch "$kind[1]"
                case words
                    printf '%s\n' $answer[2..-1]
                case files
                    set -l head (string sub -l $kind[2] -- "$current")
                    for path in (__fish_complete_path (string sub -s (math $kind[2] + 1) -- "$current"))
                        printf '%s%s\n' "$head" $path
                    end
                case command
                    set -l first (math $kind[2] + 2)
                    set -l line (string escape -- $before[$first..-1]) (commandline -ct)
                    complete -C (string join ' ' -- $line)
            end
        end
        complete -c lockstep -f -a '(__lockstep_complete)'

        """#
}
