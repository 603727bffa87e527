"""The pages for case officers: fetch, decide with the rules, render."""
