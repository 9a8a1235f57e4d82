using System.Threading.Channels;

namespace Bench.Imaging.Crops;

/// <summary>Hands out the indices of a range one by one and announces how far they are done without a gap.</summary>
sealed class FillRange(int first, int count, ChannelWriter<int> progress)
{
    readonly Lock gate = new();
    readonly bool[] done = new bool[count];
    int taken = -1;
    int contiguous;

    public bool TryTake(out int index)
    {
        var next = Interlocked.Increment(ref taken);
        index = first + next;
        return next < count;
    }

    public void Done(int index)
    {
        lock (gate)
        {
            done[index - first] = true;
            var before = contiguous;
            while (contiguous < count && done[contiguous])
                contiguous++;
            // Inside the lock, so that the channel never falls back to a lower number.
            if (contiguous > before)
                progress.TryWrite(first + contiguous);
        }
    }
}
