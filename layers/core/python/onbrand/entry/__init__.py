"""The frame of every door: HTTP, a state of the pipeline, batches from queues and the stream, schedules,
logs."""
