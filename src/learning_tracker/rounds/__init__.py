"""The quarter's round: workbooks out to agencies, and their answers back."""

from learning_tracker.rounds.receiving import Received, receive_round, record_returns
from learning_tracker.rounds.sending import send_round
from learning_tracker.rounds.status import round_status

__all__ = ["receive_round", "Received", "record_returns", "round_status", "send_round"]
