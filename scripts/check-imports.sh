#!/usr/bin/env bash
# Holds the code to the import directions of docs/architecture.md: each folder and the project modules it may import.
set -euo pipefail
cd "$(dirname "$0")/.."

allowed() {
    case "$1" in
        Diagnostics | Parallel | Text) echo "" ;;
        YAML) echo "CLibYAML GatewayDiagnostics GatewayParallel" ;;
        Spec) echo "GatewayYAML GatewayDiagnostics GatewayParallel GatewayText" ;;
        Codegen) echo "GatewaySpec GatewayYAML GatewayDiagnostics GatewayParallel" ;;
        gen) echo "CHeap GatewayCodegen GatewayEditors GatewaySpec GatewayDiagnostics" ;;
        Runtime) echo "CDeflate CEpoll GatewayText" ;;
        RuntimeJWT | RuntimeTLS | RuntimeHTTP2) echo "GatewayRuntime" ;;
        Editors) echo "GatewaySpec GatewayYAML GatewayDiagnostics" ;;
        Gateway) echo "GatewayRuntime GatewayJWT GatewayTLS GatewayHTTP2 GatewaySpec GatewayDiagnostics" ;;
        GatewayServer) echo "Gateway GatewayRuntime GatewaySpec GatewayDiagnostics" ;;
        *) return 1 ;;
    esac
}

status=0
for folder in Sources/*/; do
    name=$(basename "$folder")
    case "$name" in CLibYAML | CDeflate | CEpoll | CHeap) continue ;; esac
    may=$(allowed "$name") || { echo "scripts/check-imports.sh: say what Sources/$name may import" >&2; status=1; continue; }
    while IFS=: read -r file line text; do
        module=$(sed -E 's/^.*import +((struct|class|enum|protocol|func) +)?([A-Za-z0-9_]+).*$/\3/' <<< "$text")
        case "$module" in Gateway | Gateway?* | CLibYAML | CDeflate | CEpoll | CHeap | gen) ;; *) continue ;; esac
        case " $may " in *" $module "*) ;; *) echo "$file:$line: error: Sources/$name may not import $module" >&2; status=1 ;; esac
    done < <(grep -rnE '^(@[A-Za-z()_]+ +)*((public|package|internal) +)?import ' "$folder" --include='*.swift' || true)
done
exit $status
