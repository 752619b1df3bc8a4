#!/usr/bin/env bash
# Rolls an image out and fails the pipeline when a pod was killed on the way.
#
#   ci.sh DEPLOYMENT CONTAINER=IMAGE [NAMESPACE]
#
# `kubectl rollout status` is content when the new pods are available; the old ones may still hold
# requests then, and nobody is told when one of them is killed. lastcall waits for their end.
#
# As a step of a GitHub workflow, with lastcall and kubectl on the PATH and a kubeconfig:
#
#   - run: config/kubernetes/ci.sh web web=shop/web:${{ github.sha }} shop
#
# It leaves rollout.jsonl, which `lastcall replay` shows, and rollout.xml, a JUnit report in which a
# killed pod is a failed test. A recording holds log lines; --redact blanks what must not leave.
set -uo pipefail

if [ $# -lt 2 ]; then
  echo "usage: $0 DEPLOYMENT CONTAINER=IMAGE [NAMESPACE]" >&2
  exit 64
fi
deployment=deploy/$1 image=$2
flags=()
[ $# -lt 3 ] || flags=(--namespace "$3")

# What an earlier run left must not be taken for this one.
rm -f rollout.jsonl rollout.xml
lastcall "$deployment" ${flags[@]+"${flags[@]}"} --output text --until drained --timeout 10m \
  --record rollout.jsonl -- \
  kubectl ${flags[@]+"${flags[@]}"} set image "$deployment" "$image"
code=$?

# A report exits with the code of its run, which is known already.
if [ -s rollout.jsonl ]; then
  lastcall report rollout.jsonl --output junit >rollout.xml || true
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] ||
    lastcall report rollout.jsonl --output markdown >>"$GITHUB_STEP_SUMMARY" || true
fi

case $code in
  0) ;;
  2) echo "rolled out, but a pod was killed or did not end well: see rollout.xml" >&2 ;;
  3) echo "the rollout failed" >&2 ;;
  4) echo "not over after 10 minutes" >&2 ;;
  *) echo "could not be watched to the end: exit code $code" >&2 ;;
esac
exit "$code"
