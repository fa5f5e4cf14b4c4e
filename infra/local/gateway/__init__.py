"""What API Gateway's HTTP API does: routes, JWT authorizer, version 2.0 events, CORS, answers."""
