"""Eligibility: conditions as data, decided as yes, no or not known, each with its reasons and what to ask next.

Plain Python without Django. `fields` says what may be asked, `read` turns JSON into a tree and refuses what makes no
sense, `decide` answers for one household, `asking` finds the next question, `sql` asks all households at once.
"""
