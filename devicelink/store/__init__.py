"""The data file: everything that entered a session and everything concluded, kept for good.

`recorder.Recorder` writes, `history.History` reads, `record` holds the values both speak in,
`place.Place` says where the file is. The only package that imports sqlite-utils.
"""
