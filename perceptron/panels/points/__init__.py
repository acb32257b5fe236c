def change_of(key):
    return None


def point_editor(*a, **k):
    return None
