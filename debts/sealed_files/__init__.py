"""Files at rest, sealed with a key that lies outside of the database, where whoever runs the installation wants that.

``form`` is how a sealed file looks, without Django; ``storage`` is what stands around the storage of the files.
"""
