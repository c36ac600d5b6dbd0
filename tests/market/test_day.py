"""The order of the brands' day."""

import ast
import inspect

from trustsim.market import day


def test_the_order_of_the_day_is_the_list_that_readers_see():
    tree = ast.parse(inspect.getsource(day))
    play = next(
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "play_days"
    )
    calls = [
        (node.lineno, node.func.id)
        for node in ast.walk(play)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    listed = [process.__name__ for process in day.DAY]
    assert [name for _, name in sorted(calls) if name in listed] == listed
    assert all(process.__doc__ for process in day.DAY)
