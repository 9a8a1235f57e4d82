namespace Bench.Imaging.Contract;

/// <summary>The two ways of saying how large a picture becomes before its crop: the shorter side in pixels, and the part of it that the
/// crop keeps.</summary>
static class StatedResize
{
    /// <summary>Whether the part of the contract makes the size that its shorter side makes, of both sides.</summary>
    public static bool Agrees(Preprocessing contract, int resize)
    {
        var shorter = Math.Min(contract.Width, contract.Height);
        // A crop that hangs over the picture has no part in (0, 1].
        return resize < shorter && contract.CropPct == 1
            || (Floor(contract.Width), Floor(contract.Height))
                == ((long)resize * contract.Width / shorter, (long)resize * contract.Height / shorter);

        long Floor(int side) => (long)Math.Floor(side / contract.CropPct);
    }

    /// <summary>The contract with the part that its shorter side says; as it is where it names none that can be.</summary>
    public static Preprocessing WithPart(Preprocessing contract)
    {
        if (contract.Resize is not (>= 1 and <= 2 * Preprocessing.MaximumSide) || Math.Min(contract.Width, contract.Height) < 1)
            return contract;
        var resize = contract.Resize.Value;
        var found = contract with { CropPct = Math.Min(1, Math.Min(contract.Width, contract.Height) / (double)resize) };
        // side / part may be rounded to just below the whole number.
        for (var tries = 0; tries < 4 && !Agrees(found, resize); tries++)
            found = found with { CropPct = Math.BitDecrement(found.CropPct) };
        return found;
    }
}
