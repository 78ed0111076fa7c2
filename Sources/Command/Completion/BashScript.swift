/// The completion scripts: what a shell does with the answers of `lockstep complete`.
enum CompletionScript {
    /// bash splits words at `=` and `:` where `COMP_WORDBREAKS` has them, and replaces only what is behind the last one. Within quotation
    /// marks it takes a word as it is, so what would end them, or be run there, is not offered.
    static let bash = #"""
        # bash completion for lockstep, made by: lockstep completion bash
        _lockstep() {
            local rest=${COMP_LINE:0:COMP_POINT} words=() head='' current='' quote='' first=0 i word line answer
            for ((i = 0; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                ((i < COMP_CWORD)) || word=${rest#"${rest%%[![:blank:]]*}"}
                [[ $word != -- || $first -gt 0 ]] || first=$((i + 1))
                if ((i > 0)) && [[ -n $rest && ${rest:0:1} != [[:blank:]] ]]; then
                    head=$current
                    current+=$word
                    words[${#words[@]} - 1]=$current
                else
                    head=''
                    current=$word
                    words+=("$word")
                fi
                rest=${rest#*"$word"}
            done
            [[ $word != [=:] ]] || head=$current
            [[ $word != [\'\"]* || ${word:1} == *"${word:0:1}"* ]] || quote=${word:0:1}
            for i in "${!words[@]}"; do words[i]=${words[i]//[\\\"\']/}; done
            current=${words[-1]} head=${head//[\\\"\']/} COMPREPLY=()
            mapfile -t answer < <(lockstep complete -- "${words[@]:1}" 2>/dev/null)
            case ${answer[0]-} in
            words)
                for line in "${answer[@]:1}"; do
                    word=${line%%$'\t'*}
                    word=${word#"$head"}
                    case $quote in
                    \") [[ $word != *[\"\$\`\\!]* ]] || continue ;;
                    \') [[ $word != *\'* ]] || continue ;;
                    *) printf -v word %q "$word" ;;
                    esac
                    COMPREPLY+=("$word")
                done
                ;;
            files*)
                i=${answer[0]#files }
                compopt -o filenames
                while IFS= read -r line; do
                    line=${current:0:i}$line
                    COMPREPLY+=("${line#"$head"}")
                done < <(compgen -f -- "${current:i}")
                ;;
            command*)
                if declare -F _comp_command_offset >/dev/null; then
                    _comp_command_offset "$first"
                elif declare -F _command_offset >/dev/null; then
                    _command_offset "$first"
                else
                    compopt -o filenames
                    i=-f
                    ((first < COMP_CWORD)) || i=-c
                    mapfile -t COMPREPLY < <(compgen "$i" -- "$current")
                fi
                ;;
            esac
        }
        complete -F _lockstep lockstep

        """#
}
