"""Numbers → intervals and limits: the published methods that figures of a report rest on."""
