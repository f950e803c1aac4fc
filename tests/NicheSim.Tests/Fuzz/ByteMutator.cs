using System.Text;

namespace NicheSim.Tests.Fuzz;

/// <summary>Mutations that know nothing of a format.</summary>
internal static class ByteMutator
{
    private static readonly string[] Pieces =
    [
        "null", "1e400", "-", "{", "}", "[", "]", ":", ",", "\"", "\\ud800", "\\u0000", "{\"times\":2}", "\"extends\":[\"\"],", "true", "9999999999999999999", "\"\"", "//", "/*", "\uFEFF",
        "\0", "\r", "\r\n", "\n", "\x1b[2J", "=1+1", "../", "%s%n", "\u202e", "😀", "\ufffd", "-1", "1,1", ",,,,", "x,y,z\n", "IHDR", "IDAT", "IEND",
    ];

    private static readonly byte[] Values = [0, 1, 0x7F, 0x80, 0xFF, 0xC0, 0xED];

    public static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(4); change >= 0; change--)
            Change(random, bytes);
        return [.. bytes];
    }

    /// <summary>Random bytes, or random letters of JSON.</summary>
    public static byte[] Noise(Random random)
    {
        var bytes = new byte[1 << random.Next(16)];
        random.NextBytes(bytes);
        const string Letters = "{}[]:,\"\\ae0123456789.-+ \n\ttruefalsn";
        if (random.Next(2) == 0)
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)Letters[bytes[i] % Letters.Length];
        return bytes;
    }

    private static void Change(Random random, List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 1 << random.Next(1, 12)), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Values[random.Next(Values.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                var piece = new byte[random.Next(1, 9)];
                random.NextBytes(piece);
                bytes.InsertRange(at, piece);
                break;
            default:
                for (var i = at; i < at + length; i++)
                    bytes[i] = (byte)random.Next(256);
                break;
        }
    }
}
