"""How days and times are written, where Django's own forms are not ours."""
