namespace Bench.Data.Access;

/// <summary>Says with whose eyes a database is read. Where none is registered (workers, the command line) everything is
/// seen.</summary>
public interface ISightSource
{
    /// <exception cref="InvalidOperationException">Somebody reads, and it is not known yet who.</exception>
    Sight Current { get; }
}
