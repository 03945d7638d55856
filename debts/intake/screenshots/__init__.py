"""Pictures of a phone's messages into drafts: what stands on them, which of it is a message, from whom and when.

Nothing leaves the machine. A picture is read by a program of its own (``ocr_process``), which ``recogniser`` holds to
its limits; ``layout`` finds bubbles, times and the sender among the lines, ``joining`` puts the lines of a bubble
together, ``drafts`` makes messages of them.
"""
