"""Prefetch: ask the memory early for what a kernel will touch, so that it need not wait for it."""

from __future__ import annotations

from typing import Any

from trustsim.market.jit import JIT

FAR, NEAR = 32, 16
"""How many steps ahead a long walk asks: for a place, then for what is at it."""

if not JIT:

    def prefetch(array: Any, index: int) -> None:
        """Ask for the place of the flat ``index`` in ``array``; nothing to do without the JIT."""

else:
    from llvmlite import ir
    from numba.core import cgutils, types
    from numba.extending import intrinsic

    @intrinsic
    def prefetch(typing_context: Any, array: Any, index: Any) -> Any:
        """Ask for the place of the flat ``index`` in ``array``; changes nothing but time."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            view = context.make_array(signature.args[0])(context, builder, arguments[0])
            byte_pointer = ir.IntType(8).as_pointer()
            place = builder.bitcast(builder.gep(view.data, [arguments[1]]), byte_pointer)
            whole = ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [byte_pointer, whole, whole, whole])
            insert: Any = cgutils.get_or_insert_function
            call = insert(builder.module, kind, "llvm.prefetch.p0")
            read, keep, data = (ir.Constant(whole, number) for number in (0, 3, 1))
            builder.call(call, [place, read, keep, data])
            return context.get_dummy_value()

        return types.void(array, types.int64), generate
