def pack_table(*a):
    return None


def unpack_table(text):
    return None
