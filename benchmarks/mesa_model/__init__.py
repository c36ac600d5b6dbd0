"""The whole model of `trustsim.market` as Mesa agents: a peer to measure the engine against.

People, brands and circles are objects with attributes, lists and dictionaries; there are no arrays
and no compiled code. It starts from a world that the engine has built and then goes its own way.

    from mesa_model.model import MesaMarket
    peer = MesaMarket(market)                  # luck from Mesa's own generator
    peer = MesaMarket(market, draws="keyed")   # the engine's luck, number for number
    peer.play_week(orders)

With keyed draws its world equals the engine's to the last bit: `as_world(peer).digest()`.
"""
