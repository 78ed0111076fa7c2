extension CompletionScript {
    /// zsh finds it by its name in `fpath`, or has it read by `source`.
    static let zsh = #"""
        #compdef lockstep
        # zsh completion for lockstep, made by: lockstep completion zsh
        _lockstep() {
            local -a before answer texts shown
            local line
            integer place
            (( CURRENT > 2 )) && before=("${(@Q)words[2,CURRENT-1]}")
            answer=("${(@f)$(lockstep complete -- "${before[@]}" "${(Q)PREFIX}" 2>/dev/null)}")
            case ${answer[1]} in
                words)
                    for line in "${(@)answer[2,-1]}"; do
                        texts+=("${line%%$'\t'*}")
                        shown+=("${${line%$'\t'}/$'\t'/  -- }")
                    done
                    compadd -l -d shown -a texts
                    ;;
                files*)
                    (( ${answer[1]#files } == 0 )) || compset -P 1 '*='
                    _files
                    ;;
                command*)
                    place=$(( ${answer[1]#command } + 1 ))
                    shift $place words
                    (( CURRENT -= place ))
                    _normal
                    ;;
            esac
        }
        if [[ ${funcstack[1]} == _lockstep ]]; then
            _lockstep "$@"
        elif (( $+functions[compdef] )); then
            compdef _lockstep lockstep
        fi

        """#
}
