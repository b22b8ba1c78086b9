"""Twenty questions that a scrutineer asks of Riverton's report, answered by following its notes.

Each answer is found from the printed report as data alone: a sentence or a row is picked by
what it says, its note gives the ids of records, and the records give the answer.
"""
