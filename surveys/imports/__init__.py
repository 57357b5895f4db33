"""Earlier waves from CSV and XLSX: read a file, map its columns, list what does not fit, store the rest.

`reading` opens files, `mapping` says what columns mean, `rows` turns rows into answers and keeps the sum
that adds up, `services` stores one closed wave or nothing. The first three know no database.
"""
