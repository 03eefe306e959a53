def build_pictures(env):
    pass
