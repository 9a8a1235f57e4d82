namespace Bench.Service.Refusals;

/// <summary>The kind of a refusal. The HTTP side gives each its status, in one place.</summary>
public enum RefusalKind
{
    /// <summary>It cannot be read, or a parameter is out of its range.</summary>
    Malformed,

    /// <summary>The caller is not known.</summary>
    Unauthenticated,

    /// <summary>The caller may not.</summary>
    Forbidden,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>The thing is in another state than this needs.</summary>
    Conflict,

    /// <summary>The thing was here and is not any more.</summary>
    Gone,

    /// <summary>A version that the sender names is not the current one.</summary>
    VersionUnknown,

    /// <summary>Larger than a limit.</summary>
    TooLarge,

    /// <summary>Of a type that is not taken here.</summary>
    TypeUnsupported,

    /// <summary>It can be read, and what it says cannot be accepted.</summary>
    Invalid,

    /// <summary>Another one holds the thing at this moment.</summary>
    Locked,

    /// <summary>The bytes are not those that the sender's checksum is of.</summary>
    ChecksumWrong,

    /// <summary>A limit of the key is reached.</summary>
    LimitReached,

    /// <summary>There is no room to store it.</summary>
    StorageFull,
}
