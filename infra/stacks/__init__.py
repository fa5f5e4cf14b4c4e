"""The stacks. Importing them picks the Node that CDK starts."""

from infra.node import use_wheel_node

use_wheel_node()
