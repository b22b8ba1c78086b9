"""`python -m learning_tracker` is the command `learning-tracker`."""

from learning_tracker.cli import main

if __name__ == "__main__":
    main(prog_name="learning-tracker")
