"""The questions: pure functions from a `View` to a `Table`, one module per noun."""
